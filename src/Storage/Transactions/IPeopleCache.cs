using AccessKiosk.Storage.Schema;

namespace AccessKiosk.Storage.Transactions;

/// <summary>Keeps people in memory and follows the transactions that concern them.</summary>
internal interface IPeopleCache
{
    /// <summary>Reads everyone; called once, before the first transaction.</summary>
    Task LoadAsync(KioskDb db, CancellationToken cancellationToken);

    /// <summary>Reads people anew inside a transaction that changed them; a fault undoes the transaction.</summary>
    /// <returns>Puts what was read in place; called when the transaction is committed.</returns>
    Task<Action> ReadAsync(KioskDb db, IReadOnlyCollection<Guid> people, CancellationToken cancellationToken);

    /// <summary>Forgets a person who was erased.</summary>
    void Remove(PersonId person);
}
