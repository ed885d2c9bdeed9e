using AccessKiosk.Access.Policy;
using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;

namespace AccessKiosk.Access.Pins;

/// <summary>Sets and clears people's PINs; what may be one is <see cref="PinHasher.Fault"/>'s to say.</summary>
public static class PinStore
{
    private static readonly PinHasher Hasher = new();

    /// <summary>Sets the PIN, or the duress PIN beside it; the other one stays.</summary>
    /// <param name="store">The store.</param>
    /// <param name="person">Who.</param>
    /// <param name="pin">The digits.</param>
    /// <param name="isDuress">Whether it is the PIN that opens and raises a silent alarm.</param>
    /// <param name="by">The operator.</param>
    /// <param name="cancellationToken">Gives up before the change.</param>
    /// <exception cref="StoreException">It cannot be a PIN, it is the other one's, or the store cannot be written; the message says which.</exception>
    public static async Task<Person> SetAsync(KioskStore store, PersonId person, string pin, bool isDuress, string by, CancellationToken cancellationToken)
    {
        if (PinHasher.Fault(pin) is { } fault)
            throw new StoreException(StoreFault.Invalid, fault);
        var before = store.People.PinOf(person);
        if (isDuress && before is null)
            throw new StoreException(StoreFault.Invalid, "Set the person's PIN first: the duress PIN stands beside it.");
        // Two that are the same would hide every alarm, or raise one at every entry.
        if ((isDuress ? before?.Pin : before?.Duress) is { } other && PinHasher.Check(pin, other, duressHash: null) is PinAnswer.Right)
            throw new StoreException(StoreFault.Invalid, "The PIN and the duress PIN must differ.");
        var hash = await Task.Run(() => Hasher.Hash(pin), cancellationToken);
        return isDuress
            ? await store.People.SetPinAsync(person, before!.Pin, hash, by, cancellationToken)
            : await store.People.SetPinAsync(person, hash, before?.Duress, by, cancellationToken);
    }

    /// <summary>Clears the duress PIN, or both.</summary>
    public static Task<Person> ClearAsync(KioskStore store, PersonId person, bool onlyDuress, string by, CancellationToken cancellationToken) =>
        store.People.SetPinAsync(person, onlyDuress ? store.People.PinOf(person)?.Pin : null, null, by, cancellationToken);
}
