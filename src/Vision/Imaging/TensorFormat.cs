namespace AccessKiosk.Vision.Imaging;

/// <summary>The order of the colour channels that a network was trained with.</summary>
public enum ChannelOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,

    /// <summary>Blue, green, red, as pictures are kept.</summary>
    Bgr,
}

/// <summary>The order of a picture's axes in a tensor, the slowest first.</summary>
public enum TensorLayout
{
    /// <summary>Rows, columns, channels (TensorFlow).</summary>
    Hwc,

    /// <summary>Channels, rows, columns (PyTorch).</summary>
    Chw,

    /// <summary>Channels, columns, rows: the transposed picture (MTCNN).</summary>
    Cwh,
}

/// <summary>What fills the part of a crop that lies outside the picture.</summary>
public enum Border
{
    /// <summary>Black.</summary>
    Black,

    /// <summary>The nearest pixel of the picture's edge.</summary>
    Replicate,
}

/// <summary>How a network expects its image: each value becomes <c>value × Scale + Offset</c>, value 0 to 255.</summary>
public readonly record struct TensorFormat(ChannelOrder Order, TensorLayout Layout, float Scale, float Offset)
{
    /// <summary>The format that maps black and white to the given numbers.</summary>
    public static TensorFormat Range(ChannelOrder order, TensorLayout layout, float black, float white) =>
        new(order, layout, (white - black) / 255, black);
}
