namespace AccessKiosk.Enrollment.People;

/// <summary>A person's PINs as salted hashes; in the file only inside the person's sealed profile.</summary>
/// <param name="Pin">The PIN's hash.</param>
/// <param name="Duress">The hash of the PIN that opens and raises a silent alarm; null when none is set.</param>
public sealed record PinHashes(string Pin, string? Duress)
{
    /// <summary>Says nothing of the hashes.</summary>
    public override string ToString() => nameof(PinHashes);
}
