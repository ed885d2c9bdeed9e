using System.Text;
using Google.FlatBuffers;

namespace AccessKiosk.ModelImport.TfLite;

/// <summary>A FlatBuffers table read by field number: small enough that no generated code is needed.</summary>
internal sealed class FlatTable
{
    private readonly Table _table;

    private FlatTable(int position, ByteBuffer buffer) => _table = new Table(position, buffer);

    /// <summary>The root table of a buffer.</summary>
    public static FlatTable Root(ByteBuffer buffer) => new(buffer.GetInt(buffer.Position) + buffer.Position, buffer);

    /// <summary>A byte field.</summary>
    public int Byte(int field) => Offset(field) is var o and > 0 ? _table.bb.GetSbyte(o) : 0;

    /// <summary>A 32-bit field.</summary>
    public int Int(int field, int absent = 0) => Offset(field) is var o and > 0 ? _table.bb.GetInt(o) : absent;

    /// <summary>A boolean field.</summary>
    public bool Flag(int field) => Byte(field) != 0;

    /// <summary>A string field; empty where it is absent.</summary>
    public string Text(int field) => Encoding.UTF8.GetString(Bytes(field));

    /// <summary>A nested table; null where it is absent.</summary>
    public FlatTable? Child(int field) => Offset(field) is var o and > 0 ? new(_table.__indirect(o), _table.bb) : null;

    /// <summary>A vector of tables.</summary>
    public FlatTable[] Children(int field) =>
        Vector(field, 4, (start, i) => new FlatTable(_table.__indirect(start + (4 * i)), _table.bb));

    /// <summary>A vector of 32-bit integers.</summary>
    public int[] Ints(int field) => Vector(field, 4, (start, i) => _table.bb.GetInt(start + (4 * i)));

    /// <summary>A vector of bytes.</summary>
    public byte[] Bytes(int field)
    {
        var (start, length) = Bounds(field, 1);
        return length == 0 ? [] : _table.bb.ToArray<byte>(start, length);
    }

    private T[] Vector<T>(int field, int width, Func<int, int, T> read)
    {
        var (start, length) = Bounds(field, width);
        var values = new T[length];
        for (var i = 0; i < length; i++) values[i] = read(start, i);
        return values;
    }

    // A damaged length must not become an allocation.
    private (int Start, int Length) Bounds(int field, int width)
    {
        var offset = Offset(field);
        if (offset == 0) return (0, 0);
        var vector = _table.__indirect(offset);
        var length = _table.bb.GetInt(vector);
        if (length < 0 || vector + 4 + ((long)length * width) > _table.bb.Length)
            throw new ArgumentOutOfRangeException(nameof(field), "a vector reaches beyond the end of the file");
        return (vector + 4, length);
    }

    private int Offset(int field)
    {
        var offset = _table.__offset(4 + (2 * field));
        return offset == 0 ? 0 : _table.bb_pos + offset;
    }
}
