using AccessKiosk.Enrollment.People;
using AccessKiosk.Storage;
using AccessKiosk.Storage.Tests;

namespace AccessKiosk.Enrollment.Tests.People;

public sealed class EnrollmentTests
{
    [Fact]
    public async Task An_enrolled_person_is_there_after_a_restart_with_the_same_references()
    {
        await using var home = new TestStore();
        PersonId id;
        await using (var store = await home.OpenAsync())
            id = (await home.EnrolAsync(store, "Žofie Nováková", seed: 7, references: 5)).Id;
        await using var again = await home.OpenAsync();
        var person = again.People.Find(id);
        Assert.NotNull(person);
        Assert.Equal("Žofie Nováková", person.Name);
        Assert.Equal(5, person.References);
        Assert.Equal(ConsentDecision.Granted, person.Consent?.Decision);
        var loaded = new List<float[]>();
        var count = await again.References.LoadAsync(
            TestStore.Model, (reference, embedding) => loaded.Add(embedding.ToArray()), TestStore.Token);
        Assert.Equal(5, count);
        for (var i = 0; i < 5; i++)
            Assert.Contains(loaded, vector => vector.SequenceEqual(TestStore.Embedding(700 + i)));
    }

    [Fact]
    public async Task Enrollment_without_consent_is_refused_and_leaves_nothing()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var declined = home.Enrollment("A", 1) with { Consent = new(ConsentDecision.Declined, "1", "x") };
        await TestStore.RefusedAsync(() => store.People.EnrolAsync(declined, TestStore.By, TestStore.Token), StoreFault.ConsentMissing);
        Assert.Equal(0, store.People.Count);

        var person = await store.People.AddAsync(new() { Name = "B" }, null, TestStore.By, TestStore.Token);
        await TestStore.RefusedAsync(
            () => store.References.AddAsync(person.Id, [home.Reference(1)], null, TestStore.By, TestStore.Token), StoreFault.ConsentMissing);
        var status = await store.StatusAsync(TestStore.Token);
        Assert.Equal(0, status.References);
        Assert.Equal(0, status.UnusedKeys);
    }

    [Fact]
    public async Task Who_declined_exists_without_references_and_may_consent_later()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var person = await store.People.AddAsync(
            new() { Name = "Declines" }, new(ConsentDecision.Declined, "2025-01", "Ann"), TestStore.By, TestStore.Token);
        Assert.Equal(ConsentDecision.Declined, person.Consent?.Decision);
        await TestStore.RefusedAsync(
            () => store.References.AddAsync(person.Id, [home.Reference(1)], null, TestStore.By, TestStore.Token), StoreFault.ConsentMissing);
        await store.References.AddAsync(person.Id, [home.Reference(1)], TestStore.Granted, TestStore.By, TestStore.Token);
        var now = store.People.Find(person.Id)!;
        Assert.Equal(1, now.References);
        Assert.Equal(ConsentDecision.Granted, now.Consent?.Decision);
        Assert.Equal(2, (await store.Consents.ListAsync(person.Id, TestStore.Token)).Count);
    }

    [Fact]
    public async Task A_batch_with_one_bad_person_enrols_nobody()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        NewEnrollment[] batch = [home.Enrollment("A", 1, externalId: "n1"), home.Enrollment("B", 2, externalId: "N1")];
        await TestStore.RefusedAsync(() => store.People.EnrolAsync(batch, TestStore.By, TestStore.Token), StoreFault.Conflict);
        Assert.Equal(0, store.People.Count);
        Assert.Equal(0, (await store.StatusAsync(TestStore.Token)).References);
        Assert.Equal(2, (await store.People.EnrolAsync([batch[0], home.Enrollment("B", 2)], TestStore.By, TestStore.Token)).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("two\nlines")]
    [InlineData("right\u202Eleft")]
    [InlineData("\u200D")]
    [InlineData("\u3164 \u2800")]
    [InlineData("\uFE0F\u0301")]
    [InlineData("\U000E0041\U000E007F")]
    public async Task A_name_that_is_none_is_refused(string name)
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        await TestStore.RefusedAsync(() => home.EnrolAsync(store, name), StoreFault.Invalid);
    }

    [Fact]
    public async Task A_name_that_is_not_valid_Unicode_is_refused()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        await TestStore.RefusedAsync(() => home.EnrolAsync(store, "lone " + (char)0xd800), StoreFault.Invalid);
    }

    [Theory]
    [InlineData("O'Brien; DROP TABLE people;--")]
    [InlineData("王小明")]
    [InlineData("محمد")]
    [InlineData("👩‍🚀 Zoë")]
    [InlineData("নাম")]
    public async Task Names_of_any_script_are_kept_and_found(string name)
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var first = await home.EnrolAsync(store, name);
        var second = await home.EnrolAsync(store, name, seed: 2);
        Assert.Equal(2, store.People.SameName(name).Count);
        Assert.Equal(2, store.People.Search(name).Count);
        Assert.Equal([first.Id, second.Id], store.People.Search(name).Select(person => person.Id).Order(Comparer<PersonId>.Create((a, b) => a.Value.CompareTo(b.Value))));
    }

    [Theory]
    [InlineData("EMP1\u3164")]
    [InlineData("EMP\uFE0F1")]
    [InlineData("\U000E0041emp1")]
    public async Task A_staff_number_that_differs_in_what_nobody_sees_is_the_same(string number)
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        await store.People.EnrolAsync([home.Enrollment("A", 1, externalId: "EMP1")], TestStore.By, TestStore.Token);
        await TestStore.RefusedAsync(() => store.People.EnrolAsync([home.Enrollment("B", 2, externalId: number)], TestStore.By, TestStore.Token), StoreFault.Conflict);
        Assert.Equal("A", store.People.FindByExternalId(number)?.Name);
    }

    [Fact]
    public async Task A_search_does_not_mind_case_and_accents()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        await home.EnrolAsync(store, "José García");
        Assert.Single(store.People.Search("garcia"));
        Assert.Single(store.People.Search("JOSE"));
        Assert.Empty(store.People.Search("pedro"));
    }

    [Fact]
    public async Task An_embedding_that_is_none_is_refused_without_its_numbers()
    {
        await using var home = new TestStore();
        var bad = TestStore.Embedding(1);
        bad[100] = float.NaN;
        foreach (var vector in (float[][])[bad, new float[512], [0.123456f]])
        {
            var refusal = Assert.Throws<StoreException>(() => new NewReference(vector, TestStore.Model, 0.5f, home.Time.GetUtcNow(), "test"));
            Assert.DoesNotContain("0.1", refusal.ToString(), StringComparison.Ordinal);
        }

        Assert.Throws<StoreException>(() => new NewReference(TestStore.Embedding(1), "short", 0.5f, home.Time.GetUtcNow(), "test"));
        Assert.Throws<StoreException>(() => new NewReference(TestStore.Embedding(1), TestStore.Model, float.NaN, home.Time.GetUtcNow(), "test"));
    }

    [Fact]
    public async Task Five_hundred_references_are_one_enrolment_and_none_is_refused()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var person = await home.EnrolAsync(store, "Many", references: 500);
        Assert.Equal(500, person.References);
        await TestStore.RefusedAsync(() => home.EnrolAsync(store, "None", references: 0), StoreFault.Invalid);
    }

    [Fact]
    public async Task References_of_another_model_are_not_loaded_and_their_person_must_come_back()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var person = await home.EnrolAsync(store, "Old model");
        await store.People.AddAsync(
            new() { Name = "Declined" }, new(ConsentDecision.Declined, "1", "x"), TestStore.By, TestStore.Token);
        Assert.Equal(0, await store.References.LoadAsync(TestStore.OtherModel, (_, _) => { }, TestStore.Token));
        Assert.Equal([person.Id], (await store.References.NeedingReenrolmentAsync(TestStore.OtherModel, TestStore.Token)).Select(p => p.Id));
        Assert.Empty(await store.References.NeedingReenrolmentAsync(TestStore.Model, TestStore.Token));
    }

    [Fact]
    public async Task A_person_can_be_renamed_suspended_limited_and_grouped_and_the_change_is_told()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var changes = new List<StoreChangeKind>();
        store.Changed += (_, change) => changes.Add(change.Kind);
        var group = await store.Groups.AddAsync("Night shift", TestStore.By, TestStore.Token);
        var person = await home.EnrolAsync(store, "A");
        var now = home.Time.GetUtcNow();
        await store.People.RenameAsync(person.Id, "B", TestStore.By, TestStore.Token);
        await store.People.SetValidityAsync(person.Id, now, now.AddDays(1), TestStore.By, TestStore.Token);
        await store.People.SetGroupsAsync(person.Id, [group.Id], TestStore.By, TestStore.Token);
        var suspended = await store.People.SetStatusAsync(person.Id, PersonStatus.Suspended, TestStore.By, TestStore.Token);
        Assert.Equal(("B", group.Id), (suspended.Name, Assert.Single(suspended.Groups)));
        await store.Groups.RemoveAsync(group.Id, TestStore.By, TestStore.Token);
        Assert.Empty(store.People.Find(person.Id)!.Groups);
        Assert.Equal(StoreChangeKind.Added, changes[0]);
        Assert.Equal(6, changes.Count);
        await TestStore.RefusedAsync(
            () => store.People.SetGroupsAsync(person.Id, [Guid.NewGuid()], TestStore.By, TestStore.Token), StoreFault.NotFound);
        await TestStore.RefusedAsync(() => store.People.RenameAsync(PersonId.New(), "C", TestStore.By, TestStore.Token), StoreFault.NotFound);
        await TestStore.RefusedAsync(
            () => store.People.SetValidityAsync(person.Id, now, now, TestStore.By, TestStore.Token), StoreFault.Invalid);
    }

    [Fact]
    public async Task A_removed_reference_is_gone_and_the_others_stay()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        var person = await home.EnrolAsync(store, "A", references: 3);
        var references = await store.References.ListAsync(person.Id, TestStore.Token);
        await store.References.RemoveAsync(person.Id, references[1].Id, TestStore.By, TestStore.Token);
        Assert.Equal(2, await store.References.LoadAsync(person.Id, TestStore.Model, (_, _) => { }, TestStore.Token));
        Assert.Equal(2, store.People.Find(person.Id)!.References);
        await TestStore.RefusedAsync(
            () => store.References.RemoveAsync(person.Id, references[1].Id, TestStore.By, TestStore.Token), StoreFault.NotFound);
    }

    [Fact]
    public async Task Many_callers_at_once_are_all_served()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => home.EnrolAsync(store, $"Person {i}", i, 1)));
        Assert.Equal(40, store.People.Count);
        Assert.True((await store.Audit.VerifyAsync(TestStore.Token)).IsSound);
    }

    [Fact]
    public async Task A_cancelled_enrolment_leaves_nothing()
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.People.EnrolAsync(home.Enrollment("A", 1), TestStore.By, cancel.Token));
        Assert.Equal(0, store.People.Count);
    }
}
