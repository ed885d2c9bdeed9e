using AccessKiosk.Enrollment.Renewal;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage.Tests;
using AccessKiosk.Storage;

namespace AccessKiosk.Enrollment.Tests.Renewal;

/// <summary>A proposal waits, sealed; an operator decides; everything is audited and bounded.</summary>
public sealed class RenewalStoreTests : IAsyncLifetime
{
    private RenewalRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await RenewalRig.CreateAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_proposal_changes_nothing_until_it_is_accepted()
    {
        Assert.Equal(RenewalAnswer.Proposed, await _rig.OfferAsync(_rig.Older()));
        Assert.Equal(3, (await _rig.ReferencesAsync()).Count);
        var waiting = Assert.Single(await _rig.Store.Renewals.ListAsync(cancellationToken: TestStore.Token));
        Assert.Equal((_rig.Person.Id, RenewalState.Waiting, 0.7f, 0.5f), (waiting.Person, waiting.State, waiting.Score, waiting.Threshold));
        Assert.InRange(waiting.EnrollmentScore, RenewalRig.Strict, 1);

        var changes = new List<StoreChangeKind>();
        _rig.Store.Changed += (_, change) => changes.Add(change.Kind);
        var reference = await _rig.AcceptAsync();

        Assert.Equal([StoreChangeKind.ReferencesChanged], changes);
        var references = await _rig.ReferencesAsync();
        Assert.Equal(4, references.Count);
        var (renewed, embedding) = Assert.Single(references, r => r.Reference.Id == reference);
        Assert.Equal((ReferenceOrigin.Update, "camera", _rig.Home.Time.GetUtcNow()), (renewed.Origin, renewed.Source, renewed.CapturedAt));
        Assert.Equal(1, RenewalRig.Score(embedding, embedding), 4);
        Assert.Empty(await _rig.Store.Renewals.ListAsync(cancellationToken: TestStore.Token));
        Assert.Equal(RenewalState.Accepted, Assert.Single(await _rig.Store.Renewals.ListAsync(waitingOnly: false, TestStore.Token)).State);
        Assert.Equal(["renewal.accepted", "renewal.proposed"], (await _rig.ActionsAsync()).Where(a => a.StartsWith("renewal", StringComparison.Ordinal)));
        Assert.True((await _rig.Store.Audit.VerifyAsync(TestStore.Token)).IsSound);
    }

    [Fact]
    public async Task A_renewed_reference_knows_the_newer_face_better_than_the_enrolment_does()
    {
        var older = _rig.Older(by: 0.8f);
        var before = (await _rig.ReferencesAsync()).Max(r => RenewalRig.Score(r.Embedding, older));
        await _rig.OfferAsync(older);
        await _rig.AcceptAsync();
        var after = (await _rig.ReferencesAsync()).Max(r => RenewalRig.Score(r.Embedding, older));
        Assert.True(after > before + 0.05f, $"{before} {after}");
    }

    [Fact]
    public async Task A_rejected_proposal_leaves_no_embedding_and_is_not_proposed_again_at_once()
    {
        await _rig.OfferAsync(_rig.Older());
        await _rig.Store.Renewals.RejectAsync(_rig.Person.Id, TestStore.By, TestStore.Token);
        Assert.Equal(3, (await _rig.ReferencesAsync()).Count);
        await TestStore.RefusedAsync(() => _rig.AcceptAsync(), StoreFault.NotFound);
        Assert.Equal(RenewalAnswer.Enough, await _rig.OfferAsync(_rig.Older()));
        _rig.Home.Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(RenewalAnswer.Proposed, await _rig.OfferAsync(_rig.Older()));
        Assert.Contains("renewal.rejected", await _rig.ActionsAsync());
    }

    [Fact]
    public async Task One_proposal_waits_at_a_time()
    {
        await _rig.OfferAsync(_rig.Older());
        Assert.Equal(RenewalAnswer.Waiting, await _rig.OfferAsync(_rig.Older(78)));
    }

    [Fact]
    public async Task Nothing_is_proposed_before_the_newest_reference_is_old_enough()
    {
        await _rig.OfferAsync(_rig.Older());
        await _rig.AcceptAsync();
        _rig.Home.Time.Advance(TimeSpan.FromDays(89));
        Assert.Equal(RenewalAnswer.TooSoon, await _rig.OfferAsync(_rig.Older(78)));
        _rig.Home.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(RenewalAnswer.Proposed, await _rig.OfferAsync(_rig.Older(78)));
    }

    [Fact]
    public async Task What_does_not_match_the_enrolment_is_refused_however_high_its_score()
    {
        Assert.Equal(RenewalAnswer.UnlikeEnrollment, await _rig.OfferAsync(_rig.Older(by: 3)));
        Assert.Equal(RenewalAnswer.UnlikeEnrollment, await _rig.OfferAsync([.. Enumerable.Repeat(float.NaN, 512)]));
    }

    [Fact]
    public async Task Without_an_enrolment_of_this_embedder_or_without_consent_nothing_is_proposed()
    {
        var foreign = new RenewalCandidate
        {
            Person = _rig.Person.Id, Embedding = _rig.Face, ModelHash = TestStore.OtherModel, Score = 0.9f, Threshold = 0.5f, StrictThreshold = 0.57f,
            Liveness = 1, ChallengePassed = true, Frames = 19, Quality = 1, CapturedAt = _rig.Home.Time.GetUtcNow(),
        };
        Assert.Equal(RenewalAnswer.NoEnrollment, await _rig.Store.Renewals.OfferAsync(foreign, _rig.Options, TestStore.Token));
        await _rig.Store.Consents.RecordAsync(_rig.Person.Id, new(ConsentDecision.Withdrawn, "1", "me"), TestStore.By, TestStore.Token);
        Assert.Equal(RenewalAnswer.NoConsent, await _rig.OfferAsync(_rig.Older()));
        await _rig.Store.Privacy.EraseAsync(_rig.Person.Id, TestStore.By, TestStore.Token);
        Assert.Equal(RenewalAnswer.NoConsent, await _rig.OfferAsync(_rig.Older()));
    }

    [Fact]
    public async Task Renewed_references_make_room_for_newer_ones_and_those_of_the_enrolment_never_do()
    {
        _rig.Options.Automatic = true;
        var enrolled = (await _rig.ReferencesAsync()).Select(r => r.Reference.Id).ToHashSet();
        var renewed = new List<ReferenceId>();
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(RenewalAnswer.Accepted, await _rig.OfferAsync(_rig.Older(100 + i)));
            var all = (await _rig.ReferencesAsync()).Select(r => r.Reference).ToList();
            Assert.Superset(enrolled, all.Select(r => r.Id).ToHashSet());
            renewed.Add(Assert.Single(all, r => !enrolled.Contains(r.Id) && !renewed.Contains(r.Id)).Id);
            Assert.Equal(renewed.TakeLast(3), all.Where(r => r.Origin is ReferenceOrigin.Update).OrderBy(r => r.CapturedAt).Select(r => r.Id));
            _rig.Home.Time.Advance(TimeSpan.FromDays(90));
        }
        Assert.Equal(6, (await _rig.ActionsAsync()).Count(action => action == "renewal.accepted"));
    }

    [Fact]
    public async Task A_proposal_is_held_against_the_enrolment_anew_when_it_is_accepted()
    {
        await _rig.OfferAsync(_rig.Older(by: 1));
        var refusal = await TestStore.RefusedAsync(
            () => _rig.Store.Renewals.AcceptAsync(_rig.Person.Id, _rig.Options, 0.9f, TestStore.By, TestStore.Token), StoreFault.Conflict);
        Assert.Contains("reject it", refusal.Message, StringComparison.Ordinal);
        Assert.Single(await _rig.Store.Renewals.ListAsync(cancellationToken: TestStore.Token));
    }

    [Fact]
    public async Task A_proposal_nobody_decides_about_expires_and_is_forgotten_later()
    {
        await _rig.OfferAsync(_rig.Older());
        _rig.Home.Time.Advance(TimeSpan.FromDays(31));
        Assert.Equal(1, (await _rig.Store.Privacy.PurgeAsync(new(), TestStore.Token)).Renewals);
        Assert.Equal(RenewalState.Expired, Assert.Single(await _rig.Store.Renewals.ListAsync(waitingOnly: false, TestStore.Token)).State);
        await TestStore.RefusedAsync(() => _rig.AcceptAsync(), StoreFault.NotFound);
        _rig.Home.Time.Advance(TimeSpan.FromDays(91));
        await _rig.Store.Privacy.PurgeAsync(new(), TestStore.Token);
        Assert.Empty(await _rig.Store.Renewals.ListAsync(waitingOnly: false, TestStore.Token));
    }

    [Fact]
    public async Task A_proposal_survives_a_restart_a_key_rotation_and_a_backup()
    {
        await using var rig = await RenewalRig.CreateAsync(2);
        await rig.OfferAsync(rig.Older());
        await rig.Store.RotateKeysAsync(TestStore.By, cancellationToken: TestStore.Token);
        var backup = Path.Combine(rig.Home.Directory, "b.db");
        await rig.Store.BackupAsync(backup, TestStore.By, cancellationToken: TestStore.Token);
        await rig.Store.DisposeAsync();
        await KioskStore.RestoreAsync(rig.Home.Options, backup, TestStore.By, time: rig.Home.Time, cancellationToken: TestStore.Token);
        await using var again = await rig.Home.OpenAsync();
        await again.Renewals.AcceptAsync(rig.Person.Id, rig.Options, RenewalRig.Strict, TestStore.By, TestStore.Token);
        Assert.Equal(4, again.People.Find(rig.Person.Id)?.References);
    }

    [Fact]
    public async Task Consent_withdrawn_takes_proposals_along_in_backups_too()
    {
        await using var rig = await RenewalRig.CreateAsync(3);
        await rig.OfferAsync(rig.Older());
        var backup = Path.Combine(rig.Home.Directory, "b.db");
        await rig.Store.BackupAsync(backup, TestStore.By, cancellationToken: TestStore.Token);
        await rig.Store.Consents.RecordAsync(rig.Person.Id, new(ConsentDecision.Withdrawn, "1", "me"), TestStore.By, TestStore.Token);
        Assert.Empty(await rig.Store.Renewals.ListAsync(waitingOnly: false, TestStore.Token));
        await rig.Store.DisposeAsync();
        await KioskStore.RestoreAsync(rig.Home.Options, backup, TestStore.By, time: rig.Home.Time, cancellationToken: TestStore.Token);
        await using var again = await rig.Home.OpenAsync();
        Assert.Empty(await again.Renewals.ListAsync(waitingOnly: false, TestStore.Token));
        Assert.Equal(0, again.People.Find(rig.Person.Id)?.References);
    }
}
