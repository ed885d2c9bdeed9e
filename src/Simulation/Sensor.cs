using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Simulation;

/// <summary>What a cheap camera does to a picture: lens blur, noise, slight wavering of the exposure.</summary>
internal sealed class Sensor
{
    private const int TableSize = 1 << 16;

    private readonly sbyte[] _noise = new sbyte[TableSize];
    private readonly Random _random;
    private readonly float _blur;
    private readonly double _flicker, _hertz;

    public Sensor(Random random)
    {
        _random = new(random.Next());
        _blur = 0.3f + 0.5f * (float)random.NextDouble();
        (_flicker, _hertz) = (0.01 * random.NextDouble(), 1 + 3 * random.NextDouble());
        var deviation = 1 + 2.5 * random.NextDouble();
        for (var i = 0; i < TableSize; i++)
            _noise[i] = (sbyte)Math.Clamp(Math.Round(deviation * Gauss()), -100, 100);
    }

    /// <summary>Takes the picture in place.</summary>
    public void Expose(Image image, double seconds)
    {
        Plane.Blur(image, _blur, _blur);
        var gain = (int)(256 * (1 + _flicker * Math.Sin(Math.Tau * _hertz * seconds)));
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Row(y);
            var at = _random.Next(TableSize);
            for (var x = 0; x < row.Length; x++)
                row[x] = (byte)Math.Clamp((row[x] * gain >> 8) + _noise[(at + x) & (TableSize - 1)], 0, 255);
        }
    }

    private double Gauss() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(Math.Tau * _random.NextDouble());
}
