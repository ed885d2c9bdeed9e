using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Access.Lanes.Lending;

/// <summary>Somebody who borrows the camera, a guided enrolment for instance: while there is one, nobody is let in.</summary>
public interface IFrameConsumer
{
    /// <summary>Takes a frame, on the camera loop; the frame is only lent for the length of the call.</summary>
    /// <returns>False when the guest wants no more.</returns>
    bool Take(Frame frame);

    /// <summary>What the screen at the door is to say meanwhile; null for no more than that somebody has the camera.</summary>
    CameraGuide? Guide => null;

    /// <summary>The mean grey level, 0 to 255, of the face on the last frame; null where nobody was looked at.</summary>
    float? Brightness => null;

    /// <summary>Frames were left out, because the light changed: nothing may be compared across it.</summary>
    void Interrupt()
    {
    }
}
