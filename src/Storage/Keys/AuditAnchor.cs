namespace AccessKiosk.Storage.Keys;

/// <summary>The audit's last entry as the key store remembers it.</summary>
internal readonly record struct AuditAnchor(long Sequence, byte[] Hash)
{
    public override string ToString() => $"{Sequence} {Convert.ToHexStringLower(Hash)}";
}
