using AccessKiosk.Liveness;
using AccessKiosk.Vision;
using AccessKiosk.Vision.Quality;

namespace AccessKiosk.Recognition.Perception;

/// <summary>What a look at a face meant for its track.</summary>
public enum LookResult
{
    /// <summary>The track goes on.</summary>
    Observed,

    /// <summary>The face is outside the interaction zone: the track's evidence begins anew.</summary>
    TooFar,

    /// <summary>The face is not the one that the track showed before: the track ended, and its evidence is gone.</summary>
    AnotherFace,
}

/// <summary>One look at one face of a frame.</summary>
/// <param name="Result">What it meant for the track.</param>
/// <param name="Reading">Points and quality; pose and eyes only where the mesh was fitted.</param>
/// <param name="Faults">What is wrong with the picture of the face.</param>
/// <param name="HasMesh">Whether the mesh fits.</param>
/// <param name="Liveness">The track's liveness after it; nothing where the face is too far away.</param>
public readonly record struct FaceLook(LookResult Result, FaceReading Reading, QualityFaults Faults, bool HasMesh, LivenessAssessment Liveness)
{
    /// <summary>Whether the picture is good enough to be compared.</summary>
    public bool IsGood => Faults is QualityFaults.None;
}
