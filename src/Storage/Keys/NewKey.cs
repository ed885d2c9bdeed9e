namespace AccessKiosk.Storage.Keys;

/// <summary>A key to be added.</summary>
internal readonly record struct NewKey(KeyKind Kind, Guid Id, byte[] Key)
{
    public override string ToString() => $"{Kind} {Id:N}";
}
