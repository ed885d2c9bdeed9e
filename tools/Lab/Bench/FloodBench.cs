using AccessKiosk.Lab.Demo;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Imaging.Formats;

namespace AccessKiosk.Lab.Bench;

/// <summary>What floods from the network cost the camera loop.</summary>
/// <param name="SignIns">The share of the frame rate that is kept in a flood of sign-ins.</param>
/// <param name="Refused">Sign-ins that were answered in it, a second.</param>
/// <param name="Pictures">The share that is kept in a flood of pictures.</param>
/// <param name="Detected">Pictures that were answered in it, a second.</param>
internal sealed record FloodCost(FrameShare SignIns, double Refused, FrameShare Pictures, double Detected);

/// <summary>Sends sign-ins and large pictures from many hosts at once to a whole kiosk while its camera loop runs. The senders are part of this process, and counted too.</summary>
internal sealed class FloodBench(DemoSite site, string recording)
{
    private const int Width = 4000, Height = 3000;
    private const double SettlingSeconds = 1;

    /// <summary>How often the step is called for a number of pairs.</summary>
    public static int Steps(int pairs) => 4 * pairs;

    /// <summary>Measures.</summary>
    /// <param name="pairs">Pairs of windows for each of the two floods.</param>
    /// <param name="window">Length of a window.</param>
    /// <param name="step">Called after each window.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<FloodCost> RunAsync(int pairs, TimeSpan window, Action step, CancellationToken cancellationToken)
    {
        var clients = new FloodClients(site.Pages!.Address, await site.AddKeyAsync("recognise", cancellationToken));
        await clients.OpenAsync(cancellationToken);
        var picture = Picture(cancellationToken);
        var loop = new LoadedLoop(site, recording);
        var seconds = pairs * (window.TotalSeconds + SettlingSeconds);
        return await loop.PlayAsync(
            async () =>
            {
                var signIns = await loop.ShareAsync(clients.SignInAsync, pairs, window, step, cancellationToken);
                var pictures = await loop.ShareAsync(end => clients.DetectAsync(picture, end), pairs, window, step, cancellationToken);
                return new FloodCost(signIns, clients.SignIns / seconds, pictures, clients.Pictures / seconds);
            },
            cancellationToken);
    }

    // As large as a phone takes it, with a face in it.
    private byte[] Picture(CancellationToken cancellationToken)
    {
        using var frames = BenchFrames.Read(recording, 1, Width, Height, cancellationToken);
        return ImageFile.Encode(frames.Frames[0].Image, ImageFormat.Jpeg);
    }
}
