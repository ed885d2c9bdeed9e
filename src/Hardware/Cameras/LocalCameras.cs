using System.Globalization;
using AccessKiosk.Hardware.Cameras.Streams;

namespace AccessKiosk.Hardware.Cameras;

/// <summary>The video devices of this box, and the names by which they are found again after a restart.</summary>
public static class LocalCameras
{
    internal const string DevicePrefix = "/dev/video";
    internal const string StableNames = "/dev/v4l";
    private static readonly string[] StableKinds = ["by-path", "by-id"];

    /// <summary>Every video device, with its stable name where it has one.</summary>
    public static IReadOnlyList<string> Present() =>
        [.. Directory.GetFiles("/dev", "video*").Order(StringComparer.Ordinal).Select(device => StableName(device) is { } name ? $"{device} ({name})" : device)];

    /// <summary>The name of a numbered device that does not change with its number; null where it has none or is named so already.</summary>
    /// <param name="source">A camera's source.</param>
    public static string? StableName(string source)
    {
        var device = int.TryParse(source, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? DevicePrefix + index.ToString(CultureInfo.InvariantCulture) : source;
        return !IsDevice(device) ? null : StableKinds.Select(kind => Path.Combine(StableNames, kind)).Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder).Order(StringComparer.Ordinal))
            .FirstOrDefault(link => Target(link) == device);
    }

    /// <summary>What a source comes down to, so that two names of one camera are known for it: the device that a number or a link means, else the source itself.</summary>
    /// <param name="source">A camera's source.</param>
    public static string Place(string source)
    {
        var bare = StreamAddress.Bare(source);
        if (StreamAddress.Is(bare))
            return bare;
        return int.TryParse(bare, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? DevicePrefix + index.ToString(CultureInfo.InvariantCulture) : Target(bare);
    }

    internal static bool IsDevice(string path) =>
        path.StartsWith(DevicePrefix, StringComparison.Ordinal) && int.TryParse(path[DevicePrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>Where a link ends at last; the path itself when it is none.</summary>
    internal static string Target(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return path;
        }
    }
}
