using System.Text;

namespace AccessKiosk.Hardware.Cameras.Streams;

/// <summary>
/// How a decoder is started. Every user of the box can read a command line, so an address with a password is written to
/// the decoder's standard input instead.
/// </summary>
/// <param name="Name">What the decoder is called in messages.</param>
/// <param name="Package">The Debian package that holds it.</param>
/// <param name="Program">The file that is started.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Input">What it reads from its standard input.</param>
/// <param name="Framing">How frames lie in its output.</param>
internal sealed record DecoderCommand(
    string Name, string Package, string Program, IReadOnlyList<string> Arguments, string Input, FrameFraming Framing)
{
    // No file: a server must not make the decoder read one.
    private const string Protocols = "pipe,rtsp,rtp,udp,tcp,tls,http,https,httpproxy,hls,rtmp,rtmps,ffrtmphttp,crypto";

    /// <summary>
    /// FFmpeg reading an address. Each frame is written as a bitmap, whose header gives its size; flipped before, since
    /// bitmaps begin with the bottom row. Frames are numbered anew, since a camera's timestamps may jump back.
    /// </summary>
    public static DecoderCommand Ffmpeg(string address) => new(
        "ffmpeg", "ffmpeg", "ffmpeg",
        [
            "-hide_banner", "-nostdin", "-nostats", "-loglevel", "verbose", "-fflags", "nobuffer", "-flags", "low_delay", "-threads", "1",
            "-f", "concat", "-safe", "0", "-protocol_whitelist", Protocols, "-i", "pipe:0",
            "-map", "0:v:0", "-vf", "vflip,settb=1/1000,setpts=N", "-enc_time_base", "1:1000", "-fps_mode", "passthrough",
            "-c:v", "bmp", "-pix_fmt", "bgr24", "-f", "image2pipe", "-flush_packets", "1", "pipe:1",
        ],
        $"ffconcat version 1.0\nfile '{address.Replace("'", @"'\''", StringComparison.Ordinal)}'\noption rtsp_transport tcp\noption fpsprobesize 0\n",
        FrameFraming.Bitmap);

    /// <summary>
    /// gst-launch-1.0 running a pipeline. Frames go to descriptor 3 and everything else to standard error, so that no
    /// message is mixed into them; it prints the frames' size before the first frame of that size.
    /// </summary>
    public static DecoderCommand GStreamer(string pipeline) => new(
        "gst-launch-1.0", "gstreamer1.0-tools", "sh",
        [
            "-c", "exec \"$@\" 3>&1 1>&2", "sh", "gst-launch-1.0", "-v",
            .. Words(WithoutSink(pipeline)), "!", "videoconvert", "!", "video/x-raw,format=BGR", "!", "fdsink", $"name={DecoderLog.SinkName}", "fd=3",
        ],
        "", FrameFraming.Raw);

    // An application's sink has no meaning in a process of its own.
    private static string WithoutSink(string pipeline)
    {
        var last = pipeline.LastIndexOf('!');
        return last >= 0 && pipeline[(last + 1)..].TrimStart().StartsWith("appsink", StringComparison.Ordinal) ? pipeline[..last] : pipeline;
    }

    // As a shell splits words: at blanks outside quotes.
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        char? quote = null;
        var begun = false;
        foreach (var letter in text)
        {
            if (quote is null && char.IsWhiteSpace(letter))
            {
                if (begun)
                    words.Add(word.ToString());
                word.Clear();
                begun = false;
            }
            else if (letter == quote)
            {
                quote = null;
            }
            else if (quote is null && letter is '"' or '\'')
            {
                (quote, begun) = (letter, true);
            }
            else
            {
                word.Append(letter);
                begun = true;
            }
        }

        if (begun)
            words.Add(word.ToString());
        return words;
    }
}

/// <summary>How frames lie in a decoder's output.</summary>
internal enum FrameFraming
{
    /// <summary>Bitmaps, one after another.</summary>
    Bitmap,

    /// <summary>Rows of pixels alone, each padded to four bytes; the size is in the decoder's messages.</summary>
    Raw,
}
