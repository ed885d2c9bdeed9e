using AccessKiosk.Recognition.Decisions;

namespace AccessKiosk.Access.Lanes;

/// <summary>Told of whoever was let in, since a person whose pictures were taken elsewhere proves at the door that they are live.</summary>
public interface IProofOfLife
{
    /// <summary>Looks at a track that was let in; returns at once.</summary>
    void Note(in Decision decision);
}
