using AccessKiosk.Vision.Geometry;

namespace AccessKiosk.Vision.Detection.Cascade;

/// <summary>A window that a stage of MTCNN took for a face, with the correction that the stage asks for.</summary>
/// <param name="Box">The window, in pixels of the frame.</param>
/// <param name="Score">The stage's confidence, 0 to 1.</param>
/// <param name="Shift">Corrections of left, top, right and bottom edge, in units of the window's size.</param>
internal readonly record struct MtcnnCandidate(Box Box, float Score, EdgeShift Shift)
{
    /// <summary>The window with its correction applied.</summary>
    public Box Corrected()
    {
        var left = Box.X + Shift.Left * Box.Width;
        var top = Box.Y + Shift.Top * Box.Height;
        return new(left, top, Box.Right + Shift.Right * Box.Width - left, Box.Bottom + Shift.Bottom * Box.Height - top);
    }
}

/// <summary>Bounding box regression of MTCNN.</summary>
internal readonly record struct EdgeShift(float Left, float Top, float Right, float Bottom);
