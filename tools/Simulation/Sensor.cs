using System.Numerics;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Simulation;

/// <summary>
/// What a cheap camera does to a picture: lens blur, noise, slight wavering of the exposure. Little of each: the recordings
/// that the scenes are made of went through a cheap camera already.
/// </summary>
internal sealed class Sensor
{
    private const int TableSize = 1 << 16;

    // Longer than the table's starts by the longest row that is read from it.
    private readonly sbyte[] _noise = new sbyte[TableSize + 3 * Image.MaxSide];
    private readonly Random _random;
    private readonly float _blur;
    private readonly double _flicker, _hertz;

    public Sensor(Random random)
    {
        _random = new(random.Next());
        _blur = 0.4f * (float)random.NextDouble();
        (_flicker, _hertz) = (0.01 * random.NextDouble(), 1 + 3 * random.NextDouble());
        var deviation = 0.5 + 1.5 * random.NextDouble();
        for (var i = 0; i < _noise.Length; i++)
            _noise[i] = i < TableSize ? (sbyte)Math.Clamp(Math.Round(deviation * Gauss()), -100, 100) : _noise[i - TableSize];
    }

    /// <summary>Takes the picture in place.</summary>
    public void Expose(Image image, double seconds)
    {
        Plane.Blur(image, _blur, _blur);
        var gain = (ushort)(256 * (1 + _flicker * Math.Sin(Math.Tau * _hertz * seconds)));
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Row(y);
            Add(row, _noise.AsSpan(_random.Next(TableSize), row.Length), gain);
        }
    }

    private static void Add(Span<byte> row, ReadOnlySpan<sbyte> noise, ushort gain)
    {
        var x = 0;
        for (; x + Vector<byte>.Count <= row.Length; x += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(row[x..]), out var low, out var high);
            Vector.Widen(new Vector<sbyte>(noise[x..]), out var lowNoise, out var highNoise);
            Vector.Narrow(Expose(low, lowNoise, gain), Expose(high, highNoise, gain)).CopyTo(row[x..]);
        }

        for (; x < row.Length; x++)
            row[x] = (byte)Math.Clamp((row[x] * gain >> 8) + noise[x], 0, 255);
    }

    // Gains stay near 256: the product fits 17 bits, so it is split into the whole and what the gain adds to it.
    private static Vector<ushort> Expose(Vector<ushort> value, Vector<short> noise, ushort gain)
    {
        var brighter = Vector.AsVectorInt16(value) + Vector.ShiftRightArithmetic(Vector.AsVectorInt16(value) * new Vector<short>((short)(gain - 256)), 8);
        return Vector.AsVectorUInt16(Vector.Min(Vector.Max(brighter + noise, Vector<short>.Zero), new Vector<short>(255)));
    }

    private double Gauss() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(Math.Tau * _random.NextDouble());
}
