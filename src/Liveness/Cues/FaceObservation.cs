using System.Numerics;
using AccessKiosk.Vision.Alignment;
using AccessKiosk.Vision.Geometry;
using AccessKiosk.Vision.Imaging;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Liveness.Cues;

/// <summary>One frame of one face track, as the assessor is shown it. Made once and filled anew for every frame.</summary>
public sealed class FaceObservation
{
    private const int MaxFaces = 32;

    private readonly Vector3[] _mesh = new Vector3[FaceMesh.Count];
    private readonly Box[] _others = new Box[MaxFaces];
    private int _otherCount;
    private Image? _image;

    /// <summary>The whole frame, BGR.</summary>
    public Image Image => _image ?? throw new InvalidOperationException("The observation was not filled.");

    /// <summary>When it was taken, by the source's clock.</summary>
    public TimeSpan Timestamp { get; private set; }

    /// <summary>The frame's number, counting those that nobody saw.</summary>
    public long Sequence { get; private set; }

    /// <summary>The face: the mesh's bounds where one was fitted, else the detector's box.</summary>
    public Box Box { get; private set; }

    /// <summary>The five alignment points.</summary>
    public FivePoints Points { get; private set; }

    /// <summary>How good the picture of the face is.</summary>
    public FaceQuality Quality { get; private set; }

    /// <summary>Whether a mesh was fitted on this frame.</summary>
    public bool HasMesh { get; private set; }

    /// <summary>Whether the frame shows the face so that it can be compared with others: straight, open-eyed, uncovered.</summary>
    public bool IsComparable { get; private set; }

    /// <summary>468 points in pixels of the frame; empty where no mesh was fitted.</summary>
    public ReadOnlySpan<Vector3> Mesh => HasMesh ? _mesh : [];

    /// <summary>The other faces of the frame: bystanders, or the person who holds the phone.</summary>
    public ReadOnlySpan<Box> Others => _others.AsSpan(0, _otherCount);

    /// <summary>Fills in a frame; the mesh and the other faces of the frame before are forgotten.</summary>
    /// <param name="image">The whole frame, BGR; used until the next call.</param>
    /// <param name="timestamp">When it was taken, by the source's clock.</param>
    /// <param name="sequence">The frame's number.</param>
    /// <param name="box">The face.</param>
    /// <param name="points">Its five alignment points.</param>
    /// <param name="quality">How good the picture of it is.</param>
    public void Set(Image image, TimeSpan timestamp, long sequence, in Box box, in FivePoints points, in FaceQuality quality)
    {
        ArgumentNullException.ThrowIfNull(image);
        (_image, Timestamp, Sequence, Box, Points, Quality) = (image, timestamp, sequence, box, points, quality);
        (HasMesh, IsComparable, _otherCount) = (false, false, 0);
    }

    /// <summary>Adds the mesh and takes its bounds as the face's box.</summary>
    /// <param name="mesh">468 points in pixels of the frame.</param>
    /// <param name="isComparable">Whether the face can be compared on this frame.</param>
    public void SetMesh(ReadOnlySpan<Vector3> mesh, bool isComparable)
    {
        if (mesh.Length != FaceMesh.Count)
            throw new ArgumentException($"A mesh has {FaceMesh.Count} points.", nameof(mesh));
        mesh.CopyTo(_mesh);
        (HasMesh, IsComparable) = (true, isComparable);
        var (low, high) = (mesh[0], mesh[0]);
        foreach (var p in mesh)
            (low, high) = (Vector3.Min(low, p), Vector3.Max(high, p));
        Box = new(low.X, low.Y, high.X - low.X, high.Y - low.Y);
    }

    /// <summary>Adds another face of the frame; those past 32 are ignored.</summary>
    public void AddOther(in Box box)
    {
        if (_otherCount < MaxFaces)
            _others[_otherCount++] = box;
    }
}
