namespace AccessKiosk.Storage;

/// <summary>A person's identifier: random, so that it says nothing once the person is erased.</summary>
public readonly record struct PersonId(Guid Value)
{
    /// <summary>A new identifier (UUID version 7).</summary>
    public static PersonId New() => new(Guid.CreateVersion7());

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("N");
}
