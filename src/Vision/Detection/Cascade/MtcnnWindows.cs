using System.Numerics;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Vision.Detection.Cascade;

/// <summary>A batch of square windows cut out by one native call and classified by R-Net or O-Net.</summary>
internal sealed class MtcnnWindows : IDisposable
{
    private readonly int _side;
    private readonly ModelBinding _model;
    private readonly Box[] _boxes;
    private readonly Matrix3x2[] _maps;
    private readonly int _scores, _shifts, _points;
    private readonly TensorFormat _format;

    public MtcnnWindows(ModelSession session, int side, int batch)
    {
        _side = side;
        _model = session.Bind(batch, 3, side, side);
        _boxes = new Box[batch];
        _maps = new Matrix3x2[batch];
        (_scores, _shifts) = (_model.IndexOf("probability"), _model.IndexOf("box"));
        _points = session.Id == ModelId.MtcnnOutput ? _model.IndexOf("points") : -1;
        _format = session.Format;
    }

    /// <summary>The model, for measuring its inference alone.</summary>
    public ModelBinding Model => _model;

    /// <summary>Classifies the corrected, squared windows of some candidates, at most a batch.</summary>
    public void Run(Image image, ReadOnlySpan<MtcnnCandidate> candidates)
    {
        for (var i = 0; i < candidates.Length; i++)
            Place(i, candidates[i].Corrected().Square());
        // Places left over from the batch before are classified again and not read.
        Run(image, candidates.Length);
    }

    /// <summary>Classifies one square window.</summary>
    public void Run(Image image, in Box window)
    {
        Place(0, window);
        Run(image, 1);
    }

    public Box Box(int i) => _boxes[i];

    public float Score(int i) => _model.Output(_scores)[2 * i + 1];

    public EdgeShift Shift(int i)
    {
        var s = _model.Output(_shifts).Slice(4 * i, 4);
        return new(s[0], s[1], s[2], s[3]);
    }

    public FivePoints Points(int i)
    {
        var p = _model.Output(_points).Slice(10 * i, 10);
        var box = _boxes[i];
        Vector2 At(ReadOnlySpan<float> all, int k) => new(box.X + all[k] * box.Width, box.Y + all[k + 5] * box.Height);
        return new(At(p, 0), At(p, 1), At(p, 2), At(p, 3), At(p, 4));
    }

    public void Dispose() => _model.Dispose();

    private void Run(Image image, int count)
    {
        Crop.ToTensors(image, _maps.AsSpan(0, count), _side, _side, _format, _model.Input);
        _model.Run();
    }

    private void Place(int i, in Box window)
    {
        var scale = _side / window.Width;
        _boxes[i] = window;
        _maps[i] = new(scale, 0, 0, scale, -window.X * scale, -window.Y * scale);
    }
}
