namespace AccessKiosk.Hardware.Cameras;

/// <summary>Opens the camera that the configuration names.</summary>
public static class CameraFactory
{
    /// <summary>
    /// Opens a source within the options' time. The opening runs on a thread of its own: a driver or a network that
    /// never answers holds up neither the caller nor the end of the program.
    /// </summary>
    /// <param name="options">Which source, and how.</param>
    /// <param name="time">The clock, for the timeout and for a live camera's timestamps.</param>
    /// <param name="cancellationToken">Gives up early.</param>
    /// <exception cref="CameraException">The options are faulty, or the source is missing, silent or unreadable.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ICamera Open(CameraOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        if (options.Faults() is { Count: > 0 } faults)
            throw new CameraException(string.Join(Environment.NewLine, faults));
        var source = CameraSource.Parse(options);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var giveUpToken = giveUp.Token;
        var opening = OnOwnThread(() => Oriented(options, source.Backend is CameraBackend.Stream or CameraBackend.GStreamer
            ? StreamCamera.Open(source, options, time, giveUpToken)
            : OpenCvCamera.Open(source, options, time)));
        try
        {
            return opening.WaitAsync(options.OpenTimeout, time, cancellationToken).GetAwaiter().GetResult();
        }
        catch (TimeoutException e)
        {
            giveUp.Cancel();
            CloseWhenOpened(opening);
            throw new CameraException(
                $"{source.Display} did not answer within {options.OpenTimeout.TotalSeconds:0.#} s; check that it is on and reachable, or raise Camera:OpenTimeout.", e);
        }
        catch (OperationCanceledException)
        {
            CloseWhenOpened(opening);
            throw;
        }
    }

    private static ICamera Oriented(CameraOptions options, ICamera camera) =>
        OrientedCamera.Of(options.Rotate, options.Mirror) is not 1 and var orientation ? new OrientedCamera(camera, orientation) : camera;

    private static Task<ICamera> OnOwnThread(Func<ICamera> open)
    {
        var opened = new TaskCompletionSource<ICamera>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                opened.SetResult(open());
            }
            catch (Exception e)
            {
                opened.SetException(e);
            }
        })
        { IsBackground = true, Name = "camera opening" }.Start();
        return opened.Task;
    }

    private static void CloseWhenOpened(Task<ICamera> opening) => _ = opening.ContinueWith(
        static late =>
        {
            if (late.IsCompletedSuccessfully)
                late.Result.Dispose();
            else
                _ = late.Exception; // Seen: nobody waits for it any more.
        },
        CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
