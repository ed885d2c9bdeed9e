using System.Numerics;
using AccessKiosk.Vision.Detection;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Models;

namespace AccessKiosk.Vision;

/// <summary>
/// Finds the faces of a still, where there is time: BlazeFace on near faces first, and where it sees none the full
/// MTCNN cascade. Not for use by two threads at a time.
/// </summary>
public sealed class FaceFinder : IDisposable
{
    private readonly BlazeFace _near;
    private readonly Mtcnn _cascade;
    private readonly DetectedFace[] _found;

    /// <summary>Loads the models.</summary>
    /// <exception cref="ModelException">A model cannot be used.</exception>
    public FaceFinder(ModelCatalogue models)
    {
        _near = new(models, new());
        _cascade = new(models, new());
        _found = new DetectedFace[_near.Capacity];
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
        var faces = _cascade.Detect(image);
        var all = new DetectedFace[faces.Length];
        for (var i = 0; i < faces.Length; i++)
            all[i] = AsDetected(faces[i]);
        return all;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _near.Dispose();
        _cascade.Dispose();
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
