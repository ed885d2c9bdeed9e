
namespace AccessKiosk.Simulation;

/// <summary>Where a flat object is in space at one moment.</summary>
/// <param name="X">Middle, in pixels of the frame.</param>
/// <param name="Y">Middle, in pixels of the frame.</param>
/// <param name="Scale">Pixels of the frame to one of the object, at its middle.</param>
/// <param name="Yaw">Turn about the upright axis, radians.</param>
/// <param name="Pitch">Turn about the level axis, radians.</param>
/// <param name="Roll">Turn in the picture, radians.</param>
internal readonly record struct Pose(double X, double Y, double Scale, double Yaw, double Pitch, double Roll)
{
    /// <summary>
    /// The map from the object's pixels, about its own middle, to the frame's: a pinhole camera with a focal length of
    /// <paramref name="focal"/> pixels.
    /// </summary>
    /// <param name="map">Receives a row-major 3×3 matrix.</param>
    /// <param name="middleX">The object's middle in its own pixels.</param>
    /// <param name="middleY">The object's middle in its own pixels.</param>
    /// <param name="focal">Focal length in pixels of the frame.</param>
    /// <param name="tilt">Further turn about the upright axis that runs through <paramref name="shiftX"/>: a strip of bent paper.</param>
    /// <param name="shiftX">Place of the strip in space, object's pixels.</param>
    /// <param name="shiftZ">Depth of the strip in space, object's pixels.</param>
    public void Map(Span<double> map, double middleX, double middleY, double focal, double tilt = 0, double shiftX = 0, double shiftZ = 0)
    {
        var (sy, cy) = Math.SinCos(Yaw);
        var (sp, cp) = Math.SinCos(Pitch);
        var (sr, cr) = Math.SinCos(Roll);
        // Columns: where the object's x axis, y axis and z axis point.
        Span<double> x = [cr * cy + sr * sp * sy, sr * cy - cr * sp * sy, -cp * sy];
        Span<double> y = [-sr * cp, cr * cp, sp * 1.0];
        Span<double> z = [cr * sy - sr * sp * cy, sr * sy + cr * sp * cy, cp * cy];
        var (st, ct) = Math.SinCos(tilt);
        var depth = focal / Scale;
        for (var row = 0; row < 3; row++)
        {
            var along = ct * x[row] - st * z[row];
            var origin = shiftX * x[row] + shiftZ * z[row] + (row == 2 ? depth : 0);
            map[row * 3] = along;
            map[row * 3 + 1] = y[row];
            map[row * 3 + 2] = origin - along * middleX - y[row] * middleY;
        }

        // Project: u = focal · X/Z + X0, v likewise.
        for (var column = 0; column < 3; column++)
        {
            var w = map[6 + column];
            map[column] = focal * map[column] + X * w;
            map[3 + column] = focal * map[3 + column] + Y * w;
        }
    }
}
