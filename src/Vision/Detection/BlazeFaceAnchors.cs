using System.Numerics;

namespace AccessKiosk.Vision.Detection;

/// <summary>
/// The 896 anchor centres of BlazeFace, in units of the input's side: a fine grid with 2 and a coarse grid with
/// 6 anchors a cell (Bazarevsky et al. 2019, §3.2). Both models use 16×16 and 8×8 cells.
/// </summary>
internal static class BlazeFaceAnchors
{
    public const int Fine = 16 * 16 * 2;
    public const int Coarse = 8 * 8 * 6;

    public static readonly Vector2[] Centers = [.. Grid(16, 2), .. Grid(8, 6)];

    private static IEnumerable<Vector2> Grid(int cells, int perCell)
    {
        for (var y = 0; y < cells; y++)
            for (var x = 0; x < cells; x++)
                for (var i = 0; i < perCell; i++)
                    yield return new((x + 0.5f) / cells, (y + 0.5f) / cells);
    }
}
