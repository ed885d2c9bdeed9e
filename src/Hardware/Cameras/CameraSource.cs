using System.Globalization;

namespace AccessKiosk.Hardware.Cameras;

/// <summary>The ways to reach pictures; the numbers are the native library's.</summary>
internal enum CameraBackend
{
    LocalCamera = 0,
    FileOrStream = 1,
    GStreamer = 2,
}

/// <summary>What a source's name means.</summary>
/// <param name="Backend">How it is reached.</param>
/// <param name="Address">What the backend is told; may hold a password.</param>
/// <param name="Display">What people are told.</param>
/// <param name="IsLive">False for a recording.</param>
internal readonly record struct CameraSource(CameraBackend Backend, string Address, string Display, bool IsLive)
{
    private const string DevicePrefix = "/dev/video";
    private static readonly string[] Schemes = ["rtsp", "rtsps", "rtmp", "http", "https", "udp", "tcp"];

    /// <summary>Tells a source by its name.</summary>
    /// <exception cref="CameraException">There is no such device or file, or the name means nothing.</exception>
    public static CameraSource Parse(string name)
    {
        var digits = name.StartsWith(DevicePrefix, StringComparison.Ordinal) ? name[DevicePrefix.Length..] : name;
        if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            return Device(index);
        if (File.Exists(name))
            return Recording(name);
        var scheme = name.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0 && !name.Contains('!', StringComparison.Ordinal))
            return Stream(name, name[..scheme]);
        if (name.Contains('!', StringComparison.Ordinal))
            return Pipeline(name);
        throw new CameraException(Directory.Exists(name)
            ? $"{name} is a folder; name a recording in it."
            : $"There is no file {name}. A source is an index (0), a file, a URL (rtsp://…) or a GStreamer pipeline (… ! …).");
    }

    private static CameraSource Device(int index)
    {
        var path = DevicePrefix + index.ToString(CultureInfo.InvariantCulture);
        return File.Exists(path)
            ? new(CameraBackend.LocalCamera, index.ToString(CultureInfo.InvariantCulture), path, IsLive: true)
            : throw new CameraException($"There is no camera {path}; plug it in, or choose another one: {Present()}.");
    }

    private static string Present()
    {
        var found = Directory.GetFiles("/dev", "video*");
        return found.Length == 0 ? "none is connected" : string.Join(", ", found.Order(StringComparer.Ordinal));
    }

    private static CameraSource Recording(string path) => new FileInfo(path).Length == 0
        ? throw new CameraException($"{path} is empty (0 bytes); copy or record it again.")
        : new(CameraBackend.FileOrStream, path, path, IsLive: false);

    private static CameraSource Stream(string url, string scheme)
    {
        if (!Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase))
            throw new CameraException($"Camera:Source begins with {scheme}://; known are {string.Join(", ", Schemes)}.");
        return new(CameraBackend.FileOrStream, url, WithoutPassword(url, scheme.Length + 3), IsLive: true);
    }

    // User names and passwords stand before the last @ of the authority; they are for the camera alone.
    private static string WithoutPassword(string url, int authority)
    {
        var path = url.IndexOfAny(['/', '?', '#'], authority);
        var end = path < 0 ? url.Length : path;
        var at = url.LastIndexOf('@', end - 1, end - authority);
        var query = url.IndexOf('?', StringComparison.Ordinal);
        var shown = url[..authority] + url[(at < 0 ? authority : at + 1)..(query < 0 ? url.Length : query)];
        return query < 0 ? shown : shown + "?…";
    }

    private static CameraSource Pipeline(string text)
    {
        var complete = text.Contains("appsink", StringComparison.Ordinal)
            ? text
            : text + " ! videoconvert ! video/x-raw,format=BGR ! appsink max-buffers=1 drop=true";
        return new(CameraBackend.GStreamer, complete, "the GStreamer pipeline", IsLive: true);
    }
}
