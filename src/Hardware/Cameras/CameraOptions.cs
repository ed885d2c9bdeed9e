using System.Buffers;
using System.ComponentModel.DataAnnotations;
using AccessKiosk.Hardware.Cameras.Local;
using AccessKiosk.Hardware.Cameras.Streams;
using AccessKiosk.Hardware.Doors;
using AccessKiosk.Hardware.Options;

namespace AccessKiosk.Hardware.Cameras;

/// <summary>How fast a recording is played.</summary>
public enum PlaybackSpeed
{
    /// <summary>By its own timestamps, like a camera; pictures that nobody takes in time are dropped.</summary>
    RealTime,

    /// <summary>As fast as pictures are taken; none is dropped, so that every run sees the same.</summary>
    Maximum,
}

/// <summary>
/// Which camera, and how: the only one (configuration section <c>Camera</c>), or one of several (<c>Cameras:{name}</c>, each of
/// which begins with what <c>Camera</c> says).
/// </summary>
public sealed class CameraOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Camera";

    /// <summary>The name of the section of several cameras.</summary>
    public const string ManySection = "Cameras";

    /// <summary>
    /// A local camera by a stable name (/dev/v4l/by-path/…, /dev/v4l/by-id/…) or an index (0 is /dev/video0, which may change at a
    /// restart), the path of a recording, an address (rtsp://, http://) or a GStreamer pipeline (told by its exclamation marks).
    /// </summary>
    [Required]
    public string Source { get; set; } = "0";

    /// <summary>The user name of a network camera, if it is not part of the address.</summary>
    public string User { get; set; } = "";

    /// <summary>The password of a network camera, if it is not part of the address.</summary>
    public string Password { get; set; } = "";

    /// <summary>The name of the systemd credential that holds the password of a network camera (LoadCredential= in the unit).</summary>
    public string PasswordCredential { get; set; } = "";

    /// <summary>The name of the door that it looks at; may be left out where there is one door.</summary>
    public string Door { get; set; } = "";

    /// <summary>Which way it lets people through the door: in or out. Anti-passback follows it.</summary>
    [EnumDataType(typeof(DoorDirection))]
    public DoorDirection Direction { get; set; }

    /// <summary>Whether a recording begins again when it ends.</summary>
    public bool Loop { get; set; }

    /// <summary>How fast a recording is played.</summary>
    [EnumDataType(typeof(PlaybackSpeed))]
    public PlaybackSpeed Speed { get; set; }

    /// <summary>How long a camera may take to answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan OpenTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a camera may go without a frame before that is reported; a stream is started again after twice that and a second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The width wanted of a local camera in pixels; 0 leaves it as it is.</summary>
    [Range(0, 8192)]
    public int Width { get; set; }

    /// <summary>The height wanted of a local camera in pixels; 0 leaves it as it is.</summary>
    [Range(0, 8192)]
    public int Height { get; set; }

    /// <summary>The rate wanted of a local camera in frames per second; 0 leaves it as it is.</summary>
    [Range(0, 240)]
    public double FramesPerSecond { get; set; }

    /// <summary>How a local camera sends its pictures. Auto takes MJPG where the rate wanted (20 a second where none is) cannot be had uncompressed.</summary>
    [EnumDataType(typeof(CameraFormat))]
    public CameraFormat Format { get; set; }

    /// <summary>How far the frames are rotated clockwise, in degrees: for a camera that is mounted sideways or upside down.</summary>
    [AllowedValues(0, 90, 180, 270)]
    public int Rotate { get; set; }

    /// <summary>Whether left and right of the frames are exchanged, after they are rotated: for a camera that mirrors.</summary>
    public bool Mirror { get; set; }

    /// <summary>The lowest frame rate of a live camera, in frames per second; fewer are too few to judge a face by. 0 disables the check.</summary>
    [Range(0, 30)]
    public double SlowBelow { get; set; } = 5;

    /// <summary>The output of a lamp that lights the face before it; empty: none. It is switched on while somebody stands there in the dark.</summary>
    public string Lamp { get; set; } = "";

    /// <summary>A face whose mean grey level is lower is lit, where there is a lamp; from about 60 on the network of liveness judges faces well.</summary>
    [Range(1, 255)]
    public float LampBelow { get; set; } = 60;

    // No usual file's name has them.
    private static readonly SearchValues<char> OfAddresses = SearchValues.Create("@?&=:\\");

    /// <summary>Every fault, one line each; empty when all is well.</summary>
    /// <param name="section">The configuration key of these options.</param>
    public IReadOnlyList<string> Faults(string section = Section)
    {
        var faults = new List<string>(OptionFaults.Of(section, this));
        if (Width == 0 != (Height == 0))
            faults.Add($"{section}:Width and {section}:Height: give both or neither.");
        if (Password.Length > 0 && PasswordCredential.Length > 0)
            faults.Add($"{section}:Password and {section}:PasswordCredential: give one of them.");
        return faults;
    }

    /// <summary>Whether a source is the address of a network stream.</summary>
    public static bool IsAddress(string source) => StreamAddress.Is(source);

    /// <summary>What people may see of a source: a stream's scheme, host and port, and nothing that follows them; nothing of what may be an address with a slip in it.</summary>
    public static string Shown(string source) => CameraSource.IsPipeline(source) ? CameraSource.PipelineName
        : StreamAddress.Is(source) ? StreamAddress.HostOf(source)
        : MayHoldSecret(source) ? $"the source that is set {NotShown}"
        : source;

    /// <summary>What stands for a source that may hold a password.</summary>
    internal const string NotShown = "(it may hold a password, and is not shown)";

    /// <summary>Whether a source that is no address may hold a password: a pipeline with one, or what may be an address with a slip in it.</summary>
    public static bool MayHoldSecret(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return CameraSource.HoldsSecret(source) || (!CameraSource.IsPipeline(source) && !IsPath(source) && source.AsSpan().ContainsAny(OfAddresses));
    }

    private static bool IsPath(string source) => source is ['/', not '/', ..] or ['.', '/' or '.', ..];
}
