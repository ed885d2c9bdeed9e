using System.CommandLine;
using AccessKiosk.Access.Configuration;
using AccessKiosk.Access.Supervision;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Calibration.Data;
using AccessKiosk.Enrollment.Matching;
using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Gpio;
using AccessKiosk.Liveness.Fusion;
using AccessKiosk.Storage;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Kiosk.CommandLine;

/// <summary>Runs a command's work: expected failures become one line and an exit code, never a stack trace.</summary>
internal static class CommandRunner
{
    /// <summary>Sets a command's action.</summary>
    public static Command Runs(this Command command, Func<ParseResult, CancellationToken, Task<int>> work)
    {
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                return await work(parsed, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                Terminal.Say("interrupted");
                return ExitCode.Interrupted;
            }
            catch (ServiceFailedException failure)
            {
                Terminal.SayError(failure.Message);
                return ExitCode.ServiceFailed;
            }
            catch (Exception expected) when (IsExpected(expected))
            {
                Terminal.SayError(expected.Message);
                return ExitCode.BadInput;
            }
        });
        return command;
    }

    private static bool IsExpected(Exception exception) =>
        exception is ImageException or CameraException or ModelException or InputException or CalibrationException or LivenessCalibrationException
            or ForeignModelException or ConfigurationException or StoreException or GpioException or DoorException or IOException or UnauthorizedAccessException;
}
