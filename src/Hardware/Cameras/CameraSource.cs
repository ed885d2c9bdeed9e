using System.Globalization;
using System.Text.RegularExpressions;
using AccessKiosk.Hardware.Cameras.Streams;

namespace AccessKiosk.Hardware.Cameras;

/// <summary>The ways to reach frames; the numbers up to <see cref="File"/> are the native library's.</summary>
internal enum CameraBackend
{
    /// <summary>A local camera, read in this process.</summary>
    LocalCamera = 0,

    /// <summary>A recording, read in this process.</summary>
    File = 1,

    /// <summary>A network stream, read by FFmpeg in a process of its own.</summary>
    Stream,

    /// <summary>A GStreamer pipeline in a process of its own.</summary>
    GStreamer,
}

/// <summary>What a source's name means.</summary>
/// <param name="Backend">How it is reached.</param>
/// <param name="Address">What the backend is told; may hold a password.</param>
/// <param name="Display">What people are told.</param>
/// <param name="IsLive">False for a recording.</param>
/// <param name="Secrets">What no message may contain.</param>
internal sealed partial record CameraSource(CameraBackend Backend, string Address, string Display, bool IsLive, IReadOnlyList<string> Secrets)
{
    /// <summary>What a pipeline is called; its text may hold a password.</summary>
    public const string PipelineName = "the GStreamer pipeline";

    private static readonly string[] Schemes = ["rtsp", "rtsps", "rtmp", "http", "https", "udp", "tcp"];

    /// <summary>Tells what a source's name means.</summary>
    /// <exception cref="CameraException">There is no such device or file, or the name means nothing.</exception>
    public static CameraSource Parse(CameraOptions options)
    {
        var name = StreamAddress.Bare(options.Source);
        if (StreamAddress.Is(name))
            return Stream(name, options);
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return Device(LocalCameras.DevicePrefix + index.ToString(CultureInfo.InvariantCulture));
        if (name.StartsWith("/dev/", StringComparison.Ordinal) || LocalCameras.IsDevice(LocalCameras.Target(name)))
            return Device(name);
        if (System.IO.File.Exists(name))
            return Recording(name);
        if (IsPipeline(name))
            return Pipeline(name);
        throw new CameraException(Directory.Exists(name)
            ? $"{name} is a folder; name a recording in it."
            : $"There is no file {(CameraOptions.MayHoldSecret(name) ? $"of the name that is set {CameraOptions.NotShown}" : name)}. A source is a local camera (0, /dev/v4l/by-path/…), a file, an address (rtsp://…) or a GStreamer pipeline (… ! …).");
    }

    /// <summary>Whether a source is a GStreamer pipeline. An address may hold exclamation marks, and is none.</summary>
    public static bool IsPipeline(string source) => source.Contains('!', StringComparison.Ordinal) && !StreamAddress.Is(source);

    /// <summary>Whether a text holds what only a camera should know: a user name, a password, a token, or what may be one.</summary>
    public static bool HoldsSecret(string text) => Secret().IsMatch(text);

    // A link's last target is what counts: /dev/v4l/by-path/… and udev's own names end at a numbered device.
    private static CameraSource Device(string path)
    {
        var device = LocalCameras.Target(path);
        if (!System.IO.File.Exists(device))
        {
            var present = LocalCameras.Present();
            throw new CameraException($"There is no camera {path}; plug it in, or choose another one: {(present.Count == 0 ? "none is connected" : string.Join(", ", present))}.");
        }

        return LocalCameras.IsDevice(device)
            ? new(CameraBackend.LocalCamera, device[LocalCameras.DevicePrefix.Length..], path, IsLive: true, [])
            : throw new CameraException($"{path} is no video device; cameras are /dev/video* and the links in {LocalCameras.StableNames}.");
    }

    private static CameraSource Recording(string path) => new FileInfo(path).Length == 0
        ? throw new CameraException($"{path} is empty (0 bytes); copy or record it again.")
        : new(CameraBackend.File, path, path, IsLive: false, []);

    private static CameraSource Stream(string address, CameraOptions options)
    {
        StreamAddress parsed;
        try
        {
            parsed = StreamAddress.Parse(address, options.User, Credentials.Password(options));
        }
        catch (FormatException fault)
        {
            throw new CameraException($"The camera's address is not sound: {fault.Message}", fault);
        }

        return Schemes.Contains(parsed.Scheme, StringComparer.Ordinal)
            ? new(CameraBackend.Stream, parsed.Full, parsed.Display, IsLive: true, parsed.Secrets)
            : throw new CameraException($"The camera's address begins with {parsed.Scheme}://; known are {string.Join(", ", Schemes)}.");
    }

    // The command line of a process is visible to every user of the box, and a pipeline has no other place.
    private static CameraSource Pipeline(string text) => HoldsSecret(text)
        ? throw new CameraException("The GStreamer pipeline holds a user name or a password, which every user of this box could read; give an address (rtsp://…) with User and Password as settings of their own instead.")
        : new(CameraBackend.GStreamer, text, PipelineName, IsLive: true, [text]);

    // Elements take them as properties, cameras in the path and the query; after the scheme an @ ends a user name, whatever stands before it.
    [GeneratedRegex(
        @"(?<![A-Za-z-])(user(name|-?id|-?pw|pass\w*)?|usr|login\w*|pass(w|wd|phrase)?|psw|pw|pwd|proxy-(id|pw)|token|auth(orization)?|secret|api-?key|cookies?)_?\s*=|passw(or)?d\w*\s*=|://.*@",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Secret();
}
