using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AccessKiosk.Hardware.Cameras.Streams;

/// <summary>
/// The last messages of a decoder, without user names, passwords and addresses beyond host and port, and the frame size that
/// they announce. Used by one thread.
/// </summary>
/// <param name="secrets">Texts that are never kept.</param>
internal sealed partial class DecoderLog(IReadOnlyList<string> secrets)
{
    /// <summary>The name of the GStreamer element whose size counts.</summary>
    public const string SinkName = "accesskiosk";

    private const int MaxLines = 40, MaxLength = 300, ShortestSecret = 3;

    private readonly Queue<string> _lines = new();
    private readonly StringBuilder _line = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly char[] _letters = new char[4096];

    /// <summary>The size announced last, in pixels; null before the first.</summary>
    public (int Width, int Height)? Size { get; private set; }

    /// <summary>Whether a second size was announced that differs from the one before it.</summary>
    public bool SizeChanged { get; private set; }

    /// <summary>The messages kept, oldest first.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Takes bytes as the decoder wrote them.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            _decoder.Convert(bytes, _letters, flush: false, out var used, out var count, out _);
            bytes = bytes[used..];
            foreach (var letter in _letters.AsSpan(0, count))
            {
                if (letter is '\n' or '\r')
                    EndLine();
                else if (_line.Length < MaxLength)
                    _line.Append(char.IsControl(letter) ? ' ' : letter);
            }
        }
    }

    /// <summary>What went wrong, in the decoder's words: the last two complaints, or the last line; empty when it said nothing.</summary>
    public string Complaint()
    {
        var complaints = _lines.Where(line => Complaints().IsMatch(line)).TakeLast(2).ToArray();
        return string.Join("; ", complaints.Length > 0 ? complaints : _lines.TakeLast(1));
    }

    /// <summary>Whether the camera refused the user name or the password.</summary>
    public bool IsUnauthorized => _lines.Any(line => line.Contains("401", StringComparison.Ordinal) && line.Contains("nauthorized", StringComparison.Ordinal));

    private void EndLine()
    {
        if (_line.Length == 0)
            return;
        var line = _line.ToString();
        _line.Clear();
        Note(Sizes().Match(line));
        if (_lines.Count == MaxLines)
            _lines.Dequeue();
        _lines.Enqueue(Redact(Origin().Replace(line, "")));
    }

    private void Note(Match size)
    {
        if (!size.Success)
            return;
        var now = (Number("w"), Number("h"));
        SizeChanged |= Size is { } before && before != now;
        Size = now;

        int Number(string group) => int.Parse(size.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private string Redact(string line)
    {
        foreach (var secret in secrets)
        {
            if (secret.Length >= ShortestSecret)
                line = line.Replace(secret, "…", StringComparison.Ordinal);
        }

        return Address().Replace(line, match => StreamAddress.HostOf(match.Value));
    }

    // FFmpeg announces the size that its filters take; GStreamer the one that its sink takes.
    [GeneratedRegex(@"^\[graph -?\d+ input from stream [^\]]*\] w:(?<w>\d{1,5}) h:(?<h>\d{1,5}) |GstFdSink:" + SinkName + @"\.GstPad:sink: caps = video/x-raw.* width=\(int\)(?<w>\d{1,5}), height=\(int\)(?<h>\d{1,5})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sizes();

    [GeneratedRegex(@"^\[[\w/ ]+ @ 0x[0-9a-f]+\] ", RegexOptions.None, 1000)]
    private static partial Regex Origin();

    [GeneratedRegex(@"[A-Za-z][A-Za-z0-9+.-]*://[^\s'""]*", RegexOptions.None, 1000)]
    private static partial Regex Address();

    [GeneratedRegex("error|fail|refused|unauthori|forbidden|not found|no such|no element|invalid|timed out|unreachable|denied|syntax|could not|unable", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Complaints();
}
