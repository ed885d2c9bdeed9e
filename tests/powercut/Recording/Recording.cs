using System.Buffers.Binary;
using System.Text;

namespace AccessKiosk.PowerCut.Recording;

/// <summary>What a recorded process did.</summary>
internal enum StepKind
{
    Open = 'O',
    Close = 'C',
    Write = 'W',
    Truncate = 'T',
    Flush = 'S',
    Rename = 'R',
    Link = 'L',
    Remove = 'U',
    MakeFolder = 'D',
    Map = 'M',
    Print = 'A',
}

/// <summary>One recorded call.</summary>
/// <param name="Kind">Which call.</param>
/// <param name="Descriptor">The file's descriptor, or -1.</param>
/// <param name="At">The offset of a write, the size of a truncation, 1 for an opening that empties the file.</param>
/// <param name="First">The written bytes, the printed text, or a path.</param>
/// <param name="Second">A second path, or empty.</param>
internal sealed record Step(StepKind Kind, int Descriptor, long At, ReadOnlyMemory<byte> First, ReadOnlyMemory<byte> Second)
{
    /// <summary>The path as text.</summary>
    public string Path => Encoding.UTF8.GetString(First.Span);

    /// <summary>The second path as text.</summary>
    public string OtherPath => Encoding.UTF8.GetString(Second.Span);
}

/// <summary>Reads the recorder's log: see struct entry in recorder.c.</summary>
internal static class RecordingFile
{
    private const int HeadSize = 24;

    public static List<Step> Read(string file)
    {
        var content = File.ReadAllBytes(file).AsMemory();
        var steps = new List<Step>();
        while (!content.IsEmpty)
        {
            var head = content.Span[..HeadSize];
            var first = BinaryPrimitives.ReadInt32LittleEndian(head[16..]);
            var second = BinaryPrimitives.ReadInt32LittleEndian(head[20..]);
            steps.Add(new(
                (StepKind)head[0],
                BinaryPrimitives.ReadInt32LittleEndian(head[4..]),
                BinaryPrimitives.ReadInt64LittleEndian(head[8..]),
                content.Slice(HeadSize, first),
                content.Slice(HeadSize + first, second)));
            content = content[(HeadSize + first + second)..];
        }

        return steps;
    }
}
