namespace AccessKiosk.Storage;

/// <summary>A reference's identifier.</summary>
public readonly record struct ReferenceId(Guid Value)
{
    /// <summary>A new identifier (UUID version 7).</summary>
    public static ReferenceId New() => new(Guid.CreateVersion7());

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("N");
}
