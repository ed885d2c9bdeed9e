using System.Globalization;
using AccessKiosk.Hardware.Cameras.Streams;

namespace AccessKiosk.Hardware.Cameras;

/// <summary>The video devices of this box, and the names by which they are found again after a restart.</summary>
public static class LocalCameras
{
    internal const string DevicePrefix = "/dev/video";
    internal const string StableNames = "/dev/v4l";

    // As the kernel gives up (path_resolution(7)).
    private const int MostLinks = 40;

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

    /// <summary>What a source comes down to, so that two names of one camera are known for it: the device that a number or a link means, an address without user name and password, else the source itself.</summary>
    /// <param name="source">A camera's source.</param>
    public static string Place(string source)
    {
        var bare = StreamAddress.Bare(source);
        if (StreamAddress.Is(bare))
            return PlaceOf(bare);
        return int.TryParse(bare, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? DevicePrefix + index.ToString(CultureInfo.InvariantCulture) : Target(bare);
    }

    private static string PlaceOf(string address)
    {
        try
        {
            return StreamAddress.Parse(address).Place;
        }
        catch (FormatException)
        {
            // Whoever opens it says what is wrong.
            return address;
        }
    }

    internal static bool IsDevice(string path) =>
        path.StartsWith(DevicePrefix, StringComparison.Ordinal) && int.TryParse(path[DevicePrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>Where a link, or a path through folders that are links, ends at last; the path itself when it leads through none, or nowhere.</summary>
    internal static string Target(string path)
    {
        try
        {
            var (at, links) = ("/", 0);
            var left = new Stack<string>(Parts(Path.IsPathRooted(path) ? path : Path.Combine(Directory.GetCurrentDirectory(), path)));
            while (left.TryPop(out var part))
            {
                if (part == "..")
                {
                    at = Path.GetDirectoryName(at) ?? at;
                    continue;
                }

                var next = Path.Combine(at, part);
                if (new FileInfo(next).LinkTarget is not { } target)
                {
                    at = next;
                    continue;
                }

                if (++links > MostLinks)
                    return path;
                if (Path.IsPathRooted(target))
                    at = "/";
                foreach (var one in Parts(target))
                    left.Push(one);
            }

            return links > 0 || File.Exists(at) ? at : path;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return path;
        }
    }

    // The last one first.
    private static IEnumerable<string> Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse();
}
