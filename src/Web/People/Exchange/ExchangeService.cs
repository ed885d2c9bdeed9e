using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment;
using AccessKiosk.Enrollment.Exchange;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Erasure;
using Microsoft.Extensions.Caching.Memory;

namespace AccessKiosk.Web.People.Exchange;

/// <summary>A file of people that an operator looks at before anything is done; each operator has one, in memory alone.</summary>
internal sealed class ExchangeService(KioskStore store, SiteRules rules, IMemoryCache cache) : IDisposable
{
    /// <summary>The largest file; 100,000 people take about half of it.</summary>
    public const int MostBytes = 8 << 20;

    /// <summary>So many people who are gone can be erased at once.</summary>
    public const int MostErased = 500;

    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(30);

    private readonly SemaphoreSlim _gate = new(1, 1);

    private sealed record Pending(string Name, PeopleFile File);

    /// <summary>Takes a file.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public void Take(string by, string name, ReadOnlySpan<byte> content)
    {
        Discard(by);
        cache.Set(Key(by), new Pending(name, PeopleFile.Parse(content, name)), KeptFor);
    }

    /// <summary>Puts an operator's file away.</summary>
    public void Discard(string by) => cache.Remove(Key(by));

    /// <summary>What an operator's file would change now; null where there is none.</summary>
    public async Task<(string Name, ExchangePlan Plan)?> PlanAsync(string by, CancellationToken cancellationToken) =>
        cache.Get<Pending>(Key(by)) is { } pending ? (pending.Name, await PlanAsync(pending.File, cancellationToken)) : null;

    /// <summary>What a file would change now.</summary>
    public Task<ExchangePlan> PlanAsync(PeopleFile file, CancellationToken cancellationToken) => ExchangePlanner.PlanAsync(store, file, rules.Active.Zone, cancellationToken);

    /// <summary>Carries an operator's file out, if it still changes what was shown.</summary>
    /// <param name="by">The operator.</param>
    /// <param name="shown">The digest of what was shown.</param>
    /// <param name="suspendsGone">Whether those who are gone are suspended.</param>
    /// <exception cref="StoreException">It would change something else by now; nothing was done.</exception>
    /// <exception cref="InputException">Nobody can be called gone.</exception>
    public Task<ExchangeDone> ApplyAsync(string by, string? shown, bool suspendsGone) =>
        OneAtATimeAsync(async () => await new ExchangeRun(store, by).RunAsync(await ShownAsync(by, shown), suspendsGone));

    /// <summary>Carries a file out.</summary>
    /// <param name="file">The file.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="choose">Says, of what it would change now, whether those who are gone are suspended; throws to do nothing.</param>
    /// <param name="cancellationToken">Stops between two transactions.</param>
    public Task<(ExchangePlan Plan, ExchangeDone Done)> ApplyAsync(PeopleFile file, string by, Func<ExchangePlan, bool> choose, CancellationToken cancellationToken) => OneAtATimeAsync(async () =>
    {
        var plan = await PlanAsync(file, cancellationToken);
        return (plan, await new ExchangeRun(store, by).RunAsync(plan, choose(plan), cancellationToken));
    });

    /// <summary>Erases those who are gone, if they are those who were shown.</summary>
    /// <param name="by">The operator.</param>
    /// <param name="shown">The digest of what was shown.</param>
    /// <param name="erased">Gets each certificate as it is made.</param>
    /// <exception cref="StoreException">They are others by now, or too many, or the store cannot be written; whose certificate was given is erased.</exception>
    public Task<int> EraseGoneAsync(string by, string? shown, Action<ErasureCertificate> erased) => OneAtATimeAsync(async () =>
    {
        var plan = await ShownAsync(by, shown);
        if (!plan.IsWhole || plan.Gone.Count > MostErased)
            throw new StoreException(StoreFault.Invalid, $"At most {MostErased} people are erased at once, and only where every row says whom it is about: nothing was done.");
        foreach (var person in plan.Gone)
            erased(await store.Privacy.EraseAsync(person.Id, by));
        return plan.Gone.Count;
    });

    public void Dispose() => _gate.Dispose();

    private async Task<ExchangePlan> ShownAsync(string by, string? shown)
    {
        var plan = (await PlanAsync(by, CancellationToken.None))?.Plan
            ?? throw new StoreException(StoreFault.NotFound, "There is no file any more: it was put away, or the kiosk was started again. Nothing was done.");
        return plan.Digest == shown ? plan : throw new StoreException(StoreFault.Conflict, "People have changed meanwhile, and nothing was done. Look at it once more.");
    }

    private async Task<T> OneAtATimeAsync<T>(Func<Task<T>> work)
    {
        await _gate.WaitAsync();
        try
        {
            return await work();
        }
        finally
        {
            _gate.Release();
        }
    }

    private static string Key(string by) => $"exchange:{by}";
}
