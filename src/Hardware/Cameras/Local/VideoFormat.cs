using System.Runtime.InteropServices;
using System.Text;

namespace AccessKiosk.Hardware.Cameras.Local;

/// <summary>A format that a local camera offers; laid out as the native <c>ak_video_format</c>.</summary>
/// <param name="FourCc">Its four letters, the first in the lowest byte.</param>
/// <param name="IsCompressed">1 for one that is compressed.</param>
/// <param name="FramesPerSecond">The highest rate in the size asked for; 0 where the driver does not say, or has not that size.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct VideoFormat(uint FourCc, int IsCompressed, double FramesPerSecond)
{
    // Below it liveness sees too little of a movement.
    private const double Enough = 20;

    // 29.97 is 30.
    private const double Slack = 0.5;

    /// <summary>A format by its four letters.</summary>
    public static VideoFormat Of(string letters, double framesPerSecond) =>
        new(Code(letters), letters is "MJPG" or "H264" ? 1 : 0, framesPerSecond);

    /// <summary>The format to ask for.</summary>
    /// <param name="wanted">What the options say.</param>
    /// <param name="rate">The rate wanted, in frames per second; 0 for one that is enough.</param>
    /// <param name="offered">What the camera offers in the size wanted; empty where it does not say.</param>
    /// <returns>Its four letters as a number; 0 leaves the driver's choice, null: the camera does not have what the options say.</returns>
    public static uint? Choose(CameraFormat wanted, double rate, IReadOnlyList<VideoFormat> offered)
    {
        if (wanted is not CameraFormat.Auto)
        {
            var code = Code(wanted is CameraFormat.Grey ? "GREY" : wanted.ToString().ToUpperInvariant());
            return offered.Count == 0 || offered.Any(format => format.FourCc == code) ? code : null;
        }

        var raw = offered.Where(format => format.IsCompressed == 0).Select(format => format.FramesPerSecond).DefaultIfEmpty().Max();
        var packed = offered.FirstOrDefault(format => format.FourCc == Code("MJPG"));
        return packed.FramesPerSecond > raw && raw < (rate > 0 ? rate : Enough) - Slack ? packed.FourCc : 0;
    }

    /// <summary>For people: <c>MJPG (30/s)</c>.</summary>
    public override string ToString()
    {
        var letters = Encoding.Latin1.GetString(BitConverter.GetBytes(FourCc)).TrimEnd();
        return FramesPerSecond > 0 ? FormattableString.Invariant($"{letters} ({FramesPerSecond:0.#}/s)") : letters;
    }

    private static uint Code(string letters) => BitConverter.ToUInt32(Encoding.Latin1.GetBytes(letters));
}
