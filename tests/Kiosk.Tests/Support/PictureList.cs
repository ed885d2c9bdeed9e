using System.Collections;
using AccessKiosk.Vision.Imaging;

namespace AccessKiosk.Kiosk.Tests.Support;

/// <summary>Pictures that are freed together.</summary>
internal sealed class PictureList(IEnumerable<Image> pictures) : IReadOnlyList<Image>, IDisposable
{
    private readonly List<Image> _pictures = [.. pictures];

    public int Count => _pictures.Count;

    public Image this[int index] => _pictures[index];

    public IEnumerator<Image> GetEnumerator() => _pictures.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose() => _pictures.ForEach(picture => picture.Dispose());
}
