using AccessKiosk.Enrollment.People;
using AccessKiosk.Enrollment.Store;

namespace AccessKiosk.Enrollment.Exchange;

/// <summary>What was done of a plan.</summary>
/// <param name="Added">People added.</param>
/// <param name="Changed">People changed.</param>
/// <param name="Suspended">People suspended because the file does not have them.</param>
public sealed record ExchangeDone(int Added, int Changed, int Suspended);

/// <summary>
/// Carries a plan out, some dozens of people a transaction, so that a door's event never waits long. Whatever stops it, the same
/// file again does the rest.
/// </summary>
/// <param name="store">The people.</param>
/// <param name="by">The operator.</param>
public sealed class ExchangeRun(KioskStore store, string by)
{
    /// <summary>If more people than this are gone, nobody looks at the plan, and no other number is given, nothing is done: a file that was cut short must not shut everybody out.</summary>
    public const int MostGone = 50;

    private const int Together = 100;

    private ExchangeDone _done = new(0, 0, 0);

    /// <summary>Carries it out; each person's change is audited, and at the end the whole.</summary>
    /// <param name="plan">What was looked at.</param>
    /// <param name="suspendsGone">Whether those who are not in the file are suspended.</param>
    /// <param name="cancellationToken">Stops between two transactions.</param>
    /// <exception cref="InputException">A row does not say whom it is about, and those who are gone are to be suspended.</exception>
    /// <exception cref="Storage.StoreException">Somebody was changed meanwhile, or the store cannot be written; what was done until then stays.</exception>
    public async Task<ExchangeDone> RunAsync(ExchangePlan plan, bool suspendsGone, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (suspendsGone && !plan.IsWhole)
            throw new InputException("A row does not say whom it is about: nobody can be called gone before it is mended.");
        try
        {
            // What takes something away comes first.
            if (suspendsGone)
                await EditAsync(plan.Gone.Select(person => Edit(person, PersonValues.Of(person) with { Status = PersonStatus.Suspended })), count => _done = _done with { Suspended = _done.Suspended + count }, cancellationToken);
            await EditAsync(plan.Changed.Select(row => Edit(row.Person, row.After)), count => _done = _done with { Changed = _done.Changed + count }, cancellationToken);
            foreach (var some in plan.New.Chunk(Together))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await store.People.AddAsync([.. some.Select(row => row.Person)], by, CancellationToken.None);
                _done = _done with { Added = _done.Added + some.Length };
            }

            return _done;
        }
        finally
        {
            if (_done != new ExchangeDone(0, 0, 0))
                await store.Audit.AppendAsync(by, "people.synchronised", null, new { _done.Added, _done.Changed, _done.Suspended, refused = plan.Refused.Count, plan.Digest }, CancellationToken.None);
        }
    }

    private static PersonEdit Edit(Person person, PersonValues after) => new(person.Id, PersonValues.Of(person), after);

    private async Task EditAsync(IEnumerable<PersonEdit> edits, Action<int> done, CancellationToken cancellationToken)
    {
        foreach (var some in edits.Chunk(Together))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await store.Editor.ApplyAsync(some, by, CancellationToken.None);
            done(some.Length);
        }
    }
}
