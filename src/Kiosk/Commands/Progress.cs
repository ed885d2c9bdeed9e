using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands;

/// <summary>A progress bar with the time left, on the error stream.</summary>
internal static class Progress
{
    /// <summary>Runs long work.</summary>
    /// <param name="steps">How many steps it has.</param>
    /// <param name="title">What it does.</param>
    /// <param name="work">The work; it calls its argument after every step, from any thread.</param>
    public static void Over(int steps, string title, Action<Action> work) =>
        CommandRunner.Messages.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(progress =>
            {
                var task = progress.AddTask(title, maxValue: steps);
                work(() => task.Increment(1));
            });
}
