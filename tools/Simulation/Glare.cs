namespace AccessKiosk.Simulation;

/// <summary>A lamp's reflection that wanders across a glossy surface: a Gaussian spot, brightest in the upper left.</summary>
internal sealed class Glare
{
    private const float Brightness = 160;

    private readonly float[] _across, _down;

    public Glare(float strength, int width, int height)
    {
        (_across, _down) = (new float[width], new float[height]);
        for (var y = 0; y < height; y++)
        {
            var v = y / (float)height - 0.3f;
            _down[y] = strength * Brightness * MathF.Exp(-90 * v * v);
        }
    }

    /// <summary>Takes its place at a time.</summary>
    public void Move(double seconds)
    {
        for (var x = 0; x < _across.Length; x++)
        {
            var u = x / (float)_across.Length - 0.3f - 0.15f * MathF.Sin((float)seconds);
            _across[x] = MathF.Exp(-30 * u * u);
        }
    }

    /// <summary>Its profile across, 0 to 1.</summary>
    public float Across(int x) => _across[x];

    /// <summary>Its profile down, grey levels; as good as nothing below half of one.</summary>
    public float Down(int y) => _down[y] < 0.5f ? 0 : _down[y];
}
