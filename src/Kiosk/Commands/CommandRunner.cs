using System.CommandLine;
using AccessKiosk.Enrollment.Calibration;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Kiosk.Configuration;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;
using Spectre.Console;

namespace AccessKiosk.Kiosk.Commands;

/// <summary>Runs a command's work: expected failures become one line and an exit code, never a stack trace.</summary>
internal static class CommandRunner
{
    /// <summary>The error stream, for progress and messages: standard output carries results only.</summary>
    public static IAnsiConsole Messages { get; } = AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Sets a command's action.</summary>
    public static Command Runs(this Command command, Func<ParseResult, CancellationToken, Task<int>> work)
    {
        command.SetAction(async (parsed, cancellation) =>
        {
            try
            {
                return await work(parsed, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                Messages.MarkupLine("[yellow]interrupted[/]");
                return ExitCode.Interrupted;
            }
            catch (Exception expected) when (IsExpected(expected))
            {
                Messages.MarkupLineInterpolated($"[red]error:[/] {expected.Message}");
                return ExitCode.BadInput;
            }
        });
        return command;
    }

    private static bool IsExpected(Exception exception) =>
        exception is ImageException or CameraException or ModelException or InputException or CalibrationException or ForeignModelException or ConfigurationException or IOException or UnauthorizedAccessException;
}
