using System.Diagnostics.CodeAnalysis;

namespace AccessKiosk.Vision.Imaging;

/// <summary>
/// One picture of a camera. Frames are few and are reused: a consumer may use its frame until it asks for the next.
/// </summary>
public sealed class Frame : IDisposable
{
    private Image? _image;

    /// <summary>The picture, BGR.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been written yet.</exception>
    public Image Image => _image ?? throw new InvalidOperationException("The frame has no picture yet.");

    /// <summary>The picture's number from its source, from 0, counting also those that nobody saw.</summary>
    public long Sequence { get; private set; }

    /// <summary>When it was taken, by the source's clock; never less than the frame's before.</summary>
    public TimeSpan Timestamp { get; private set; }

    /// <summary>Whether a picture has been written.</summary>
    [MemberNotNullWhen(true, nameof(_image))]
    public bool HasImage => _image is not null;

    /// <summary>For a source: the picture to write, of the size given. It is allocated again only when the size changes.</summary>
    public Image Prepare(int width, int height)
    {
        if (_image is null || !_image.HasShape(width, height, 3))
        {
            _image?.Dispose();
            _image = null;
            _image = Image.Create(width, height);
        }
        return _image;
    }

    /// <summary>For a source: says which picture was written.</summary>
    public void Stamp(long sequence, TimeSpan timestamp) => (Sequence, Timestamp) = (sequence, timestamp);

    /// <inheritdoc/>
    public void Dispose() => _image?.Dispose();
}
