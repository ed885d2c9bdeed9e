using System.Runtime.InteropServices;

namespace AccessKiosk.Vision.Imaging;

/// <summary>What can be read off a region's grey pixels, resampled to a fixed size so that regions compare.</summary>
/// <param name="Sharpness">Variance of the Laplacian (Pech-Pacheco et al. 2000): larger is sharper.</param>
/// <param name="Mean">Mean brightness, 0 to 255.</param>
/// <param name="StandardDeviation">Standard deviation of the brightness: contrast, 0 to 127.5.</param>
/// <param name="Dark">Share of pixels so dark that detail is lost, 0 to 1.</param>
/// <param name="Bright">Share of pixels so bright that detail is lost, 0 to 1.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct RegionMeasures(float Sharpness, float Mean, float StandardDeviation, float Dark, float Bright);
