using System.Numerics;

namespace AccessKiosk.Vision.Imaging;

/// <summary>
/// Cuts regions out of an image into the tensors that networks take: one native call maps, samples (linear, averaged first where
/// it shrinks to a half or less), converts and lays out. Allocates nothing.
/// </summary>
public static unsafe class Crop
{
    /// <summary>Writes one crop.</summary>
    /// <param name="source">A BGR picture.</param>
    /// <param name="sourceToCrop">
    /// Maps a place in the picture to its place in the crop; both continuous (the middle of the first pixel is
    /// (0.5, 0.5)), so that scaling a box to the crop's size is just that.
    /// </param>
    /// <param name="width">Width of the crop in pixels.</param>
    /// <param name="height">Height of the crop in pixels.</param>
    /// <param name="format">Channel order, layout and scaling.</param>
    /// <param name="destination">Receives 3 × width × height values.</param>
    /// <param name="border">What lies outside the picture.</param>
    /// <exception cref="ArgumentException">The picture is not BGR, or the destination is too short.</exception>
    /// <exception cref="ImageException">The map cannot be inverted.</exception>
    public static void ToTensor(
        Image source, Matrix3x2 sourceToCrop, int width, int height, in TensorFormat format, Span<float> destination,
        Border border = Border.Black) =>
        ToTensors(source, new ReadOnlySpan<Matrix3x2>(in sourceToCrop), width, height, format, destination, border);

    /// <summary>Writes one crop per map, one after the other, in a single native call: a batch.</summary>
    /// <inheritdoc cref="ToTensor"/>
    /// <param name="source">A BGR picture.</param>
    /// <param name="sourceToCrops">One map per crop.</param>
    /// <param name="width">Width of each crop in pixels.</param>
    /// <param name="height">Height of each crop in pixels.</param>
    /// <param name="format">Channel order, layout and scaling.</param>
    /// <param name="destination">Receives 3 × width × height values per crop.</param>
    /// <param name="border">What lies outside the picture.</param>
    public static void ToTensors(
        Image source, ReadOnlySpan<Matrix3x2> sourceToCrops, int width, int height, in TensorFormat format, Span<float> destination,
        Border border = Border.Black)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, Image.MaxSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, Image.MaxSide);
        if (source.Channels != 3)
            throw new ArgumentException("A crop is taken from a BGR picture.", nameof(source));
        if (destination.Length < 3L * width * height * sourceToCrops.Length)
            throw new ArgumentException($"{sourceToCrops.Length} crops of {width}×{height} do not fit into {destination.Length} values.", nameof(destination));
        fixed (Matrix3x2* maps = sourceToCrops)
        fixed (float* tensor = destination)
            NativeMethods.Check(NativeMethods.Crop(
                source.Handle, maps, sourceToCrops.Length, width, height, format.Order == ChannelOrder.Rgb ? 1 : 0,
                (int)format.Layout, format.Scale, format.Offset, border == Border.Replicate ? 1 : 0, tensor));
    }
}
