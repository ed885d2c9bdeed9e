using AccessKiosk.Hardware.Cameras;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Indicators;

namespace AccessKiosk.Access.Configuration;

/// <summary>A lane of the site: a camera and the door that it looks at.</summary>
/// <param name="Name">The camera's name, as in <c>Cameras:{name}</c>.</param>
/// <param name="Camera">Which camera, and how.</param>
/// <param name="Door">The door.</param>
public sealed record LanePlan(string Name, CameraOptions Camera, DoorOptions Door)
{
    /// <summary>What the camera of <c>Camera</c> is called where it is the only one.</summary>
    public const string OnlyName = "main";

    private const int LongestName = 40;

    /// <summary>Every lane; none while the site has no door.</summary>
    /// <exception cref="ConfigurationException">Cameras and doors do not fit together; lists every fault.</exception>
    public static IReadOnlyList<LanePlan> Of(SiteDevices options)
    {
        string[] faults = [.. Faults(options)];
        if (faults.Length > 0)
            throw new ConfigurationException(faults);
        return options.Doors.Count == 0 ? [] : [.. Cameras(options).Select(camera => new LanePlan(camera.Name, camera.Options, DoorOf(camera.Options, options)!))];
    }

    /// <summary>Where cameras and doors do not fit together; one line each.</summary>
    public static IEnumerable<string> Faults(SiteDevices options) =>
    [
        .. options.Cameras.Keys.Where(name => !IsName(name)).Select(name => $"{CameraOptions.ManySection}:{name}: allowed in a camera's name: letters, digits, - and _, up to {LongestName} of them."),
        .. Cameras(options).Where(camera => DoorOf(camera.Options, options) is null && !IsWithoutDoors(options))
            .Select(camera => $"{camera.Section}:Door is {(camera.Options.Door.Length > 0 ? camera.Options.Door : "empty")}; allowed: {Names(options)}."),
        .. Cameras(options).GroupBy(camera => LocalCameras.Place(camera.Options.Source), StringComparer.Ordinal).Where(same => same.Skip(1).Any())
            .Select(same => $"{string.Join(" and ", same.Select(camera => $"{camera.Section}:Source"))} are the same source; allowed: a different camera for each."),
        .. LampLines.Faults(Cameras(options).Select(camera => (camera.Section, camera.Options)), options.Doors.Values),
    ];

    /// <summary>The doors that no camera looks at: REX, operators and the schedule open them.</summary>
    public static IEnumerable<DoorOptions> DoorsWithoutCamera(SiteDevices options) =>
        options.Doors.Values.Except(Cameras(options).Select(camera => DoorOf(camera.Options, options)).OfType<DoorOptions>());

    /// <summary>The cameras of a door.</summary>
    public static IEnumerable<(string Name, string Section, CameraOptions Options)> CamerasOf(DoorOptions door, SiteDevices options) =>
        Cameras(options).Where(camera => DoorOf(camera.Options, options) == door);

    /// <summary>Every camera by name, with its key in the configuration, whether or not there are doors.</summary>
    public static IEnumerable<(string Name, string Section, CameraOptions Options)> Cameras(SiteDevices options) => options.Cameras.Count == 0
        ? [(OnlyName, CameraOptions.Section, options.Camera)]
        : options.Cameras.OrderBy(camera => camera.Key, StringComparer.OrdinalIgnoreCase).Select(camera => (camera.Key, $"{CameraOptions.ManySection}:{camera.Key}", camera.Value));

    private static DoorOptions? DoorOf(CameraOptions camera, SiteDevices options) => camera.Door.Length == 0
        ? options.Doors.Count == 1 ? options.Doors.Values.Single() : null
        : options.Doors.Values.FirstOrDefault(door => string.Equals(door.Name, camera.Door, StringComparison.OrdinalIgnoreCase));

    // Commands that need no door run without one, as long as nothing names one.
    private static bool IsWithoutDoors(SiteDevices options) => options.Doors.Count == 0 && options.Cameras.Count == 0 && options.Camera.Door.Length == 0;

    private static string Names(SiteDevices options) =>
        options.Doors.Count == 0 ? "the name of a door, and Doors names none" : $"the door's name, {string.Join(", ", options.Doors.Values.Select(door => door.Name))}";

    private static bool IsName(string name) => name.Length is > 0 and <= LongestName && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}
