using System.Numerics;

namespace AccessKiosk.Vision.Geometry;

/// <summary>An axis-aligned rectangle in pixels of the frame; the origin is the frame's top left corner.</summary>
/// <param name="X">Left edge; may lie outside the frame.</param>
/// <param name="Y">Top edge; may lie outside the frame.</param>
/// <param name="Width">Width, positive.</param>
/// <param name="Height">Height, positive.</param>
public readonly record struct Box(float X, float Y, float Width, float Height)
{
    /// <summary>Right edge.</summary>
    public float Right => X + Width;

    /// <summary>Bottom edge.</summary>
    public float Bottom => Y + Height;

    /// <summary>Area in square pixels.</summary>
    public float Area => Width * Height;

    /// <summary>The middle.</summary>
    public Vector2 Center => new(X + Width / 2, Y + Height / 2);

    /// <summary>The square about the same middle whose side is the longer side times <paramref name="scale"/>.</summary>
    public Box Square(float scale = 1)
    {
        var side = MathF.Max(Width, Height) * scale;
        return new(Center.X - side / 2, Center.Y - side / 2, side, side);
    }

    /// <summary>The common part of two boxes; of no area when they do not meet.</summary>
    public Box Intersect(in Box other)
    {
        var x = MathF.Max(X, other.X);
        var y = MathF.Max(Y, other.Y);
        return new(x, y, MathF.Max(0, MathF.Min(Right, other.Right) - x), MathF.Max(0, MathF.Min(Bottom, other.Bottom) - y));
    }

    /// <summary>Intersection over union (Jaccard index), 0 to 1.</summary>
    public float IntersectionOverUnion(in Box other)
    {
        var common = Intersect(other).Area;
        return common <= 0 ? 0 : common / (Area + other.Area - common);
    }

    /// <summary>The part of this box that lies inside a frame, as a share of its area, 0 to 1.</summary>
    public float ShareInside(int width, int height) =>
        Area <= 0 ? 0 : Intersect(new(0, 0, width, height)).Area / Area;
}
