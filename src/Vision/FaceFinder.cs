using System.Numerics;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Detection.Cascade;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Vision;

/// <summary>
/// Finds the faces of a still, where there is time: BlazeFace on near faces first, and where it sees none the full
/// MTCNN cascade together with BlazeFace's larger model: one sees small faces, the other turned and bent ones. Not thread-safe.
/// </summary>
public sealed class FaceFinder : IDisposable
{
    // The cascade's published 0.7 accepts printed cloth as faces.
    private const float Certain = 0.9f;
    private const float SameFace = 0.3f;

    private readonly BlazeFace _near;
    private readonly BlazeFace _far;
    private readonly Mtcnn _cascade;
    private readonly DetectedFace[] _found;

    /// <summary>Loads the models.</summary>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    public FaceFinder(ModelCatalogue models)
    {
        _near = new(models, new());
        _far = new(models, new() { Range = DetectionRange.Far });
        _cascade = new(models, new() { OutputScore = Certain });
        _found = new DetectedFace[_far.Capacity];
    }

    /// <summary>The face that a portrait shows: the quick way first, the thorough one when that sees none.</summary>
    /// <returns>The faces, most confident first.</returns>
    public IReadOnlyList<DetectedFace> Find(Image image)
    {
        var count = _near.Detect(image, _found);
        return count > 0 ? _found[..count] : FindAll(image);
    }

    /// <summary>Every face of a picture, small ones too.</summary>
    /// <returns>The faces, most confident first.</returns>
    public IReadOnlyList<DetectedFace> FindAll(Image image)
    {
        // Where both see a face BlazeFace's box counts: the stages that follow were tuned on it.
        var seen = _found.AsSpan(0, _far.Detect(image, _found));
        List<DetectedFace> all = [.. seen];
        foreach (var face in _cascade.Detect(image))
            if (!Overlaps(seen, face.Box))
                all.Add(AsDetected(face));
        all.Sort(static (a, b) => b.Score.CompareTo(a.Score));
        return all;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _near.Dispose();
        _far.Dispose();
        _cascade.Dispose();
    }

    private static bool Overlaps(ReadOnlySpan<DetectedFace> faces, in Box box)
    {
        foreach (var face in faces)
            if (face.Box.IntersectionOverUnion(box) >= SameFace)
                return true;
        return false;
    }

    // MTCNN has no ears: the box's sides stand in, at the eyes' height.
    private static DetectedFace AsDetected(in AlignedFace face)
    {
        var p = face.Points;
        return new(face.Box, face.Score, new(
            p.LeftEye, p.RightEye, p.Nose, (p.LeftMouth + p.RightMouth) / 2,
            new Vector2(face.Box.X, p.LeftEye.Y), new Vector2(face.Box.Right, p.RightEye.Y)));
    }
}
