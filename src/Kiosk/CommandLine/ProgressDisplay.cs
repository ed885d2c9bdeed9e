using Spectre.Console;

namespace AccessKiosk.Kiosk.CommandLine;

/// <summary>A progress bar with the time left, on the error stream.</summary>
internal static class ProgressDisplay
{
    /// <summary>Runs long work that counts steps.</summary>
    /// <param name="steps">How many steps it has.</param>
    /// <param name="title">What it does.</param>
    /// <param name="work">The work; it calls its argument after every step, from any thread.</param>
    public static void Over(int steps, string title, Action<Action> work) => Show(title, steps, task =>
    {
        work(() => task.Increment(1));
        return true;
    });

    /// <summary>Runs long work that reports its share done, 0 to 1.</summary>
    public static T Of<T>(string title, Func<IProgress<double>, T> work) => Show(title, 1, task => work(new Share(task)));

    /// <summary>Runs long work that counts steps and waits for others meanwhile.</summary>
    public static Task<T> OverAsync<T>(int steps, string title, Func<Action, Task<T>> work) =>
        Bar().StartAsync(progress =>
        {
            var task = progress.AddTask(title, maxValue: Math.Max(1, steps));
            return work(() => task.Increment(1));
        });

    /// <summary>Runs long steps one after the other and shows which one runs.</summary>
    /// <param name="steps">How many there are.</param>
    /// <param name="work">The work; it calls its argument with the name of each step before it begins.</param>
    public static Task<T> StepsAsync<T>(int steps, Func<Action<string>, Task<T>> work) =>
        Bar().StartAsync(async progress =>
        {
            var task = progress.AddTask("measuring", maxValue: Math.Max(1, steps));
            var begun = 0;
            var result = await work(name =>
            {
                task.Description = name;
                task.Value = begun++;
            });
            task.Value = task.MaxValue;
            return result;
        });

    private static T Show<T>(string title, double whole, Func<ProgressTask, T> work) =>
        Bar().Start(progress => work(progress.AddTask(title, maxValue: whole)));

    private static Progress Bar() => Terminal.Messages.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn());

    private sealed class Share(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = value;
    }
}
