namespace AccessKiosk.Web;

/// <summary>Reads what others send, and no more of it than is taken.</summary>
internal static class BoundedRead
{
    private const int Part = 64 << 10;

    /// <summary>Reads to the end.</summary>
    /// <param name="content">What is sent.</param>
    /// <param name="most">The most bytes that are taken.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Null for more than that.</returns>
    public static async Task<byte[]?> AllAsync(Stream content, int most, CancellationToken cancellationToken)
    {
        using var memory = new MemoryStream();
        var buffer = new byte[Part];
        while (await content.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            if (memory.Length + read > most)
                return null;
            memory.Write(buffer, 0, read);
        }

        return memory.ToArray();
    }
}
