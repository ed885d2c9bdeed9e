namespace AccessKiosk.ModelImport;

/// <summary>A model cannot be imported; the message is one line that an operator can act on.</summary>
internal sealed class ImportException : Exception
{
    /// <inheritdoc/>
    public ImportException()
    {
    }

    /// <inheritdoc/>
    public ImportException(string message)
        : base(message)
    {
    }

    /// <inheritdoc/>
    public ImportException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
