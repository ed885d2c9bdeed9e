using AccessKiosk.Storage.Records;

namespace AccessKiosk.Storage.Tests.Records;

/// <summary>A name in the audit says who it was.</summary>
public sealed class OperatorNameTests
{
    [Theory]
    [InlineData("system")]
    [InlineData("SYSTEM")]
    [InlineData("s y s t e m")]
    [InlineData("sys-tem")]
    [InlineData("ｓｙｓｔｅｍ")]
    [InlineData("ѕуѕtеm")]
    [InlineData("systern")]
    [InlineData("sуѕtеm")]
    [InlineData("ꜱʏꜱᴛᴇᴍ")]
    [InlineData("ᏚYᏚᎢᎬᎷ")]
    [InlineData("ꓢꓬꓢꓔꓰꓟ")]
    [InlineData("гօօt")]
    [InlineData("kıosk")]
    [InlineData("ոobody")]
    [InlineData(" system ")]
    [InlineData("sy.st_em")]
    [InlineData("root")]
    [InlineData("r00t")]
    [InlineData("rοοt")]
    [InlineData("Nobody")]
    [InlineData("upgrade")]
    [InlineData("nightly")]
    [InlineData("setup link")]
    [InlineData("setup Iink")]
    [InlineData("nightIy")]
    [InlineData("kl0sk")]
    [InlineData("api key Payroll")]
    [InlineData("API-Key: Payroll")]
    [InlineData("MQTT (broker.example)")]
    [InlineData("...")]
    public void A_name_that_looks_like_an_actor_of_the_audit_is_refused(string name) => Refused(name);

    [Theory]
    [InlineData("root\u200B")]
    [InlineData("root\u2060")]
    [InlineData("Ann\u00AD")]
    [InlineData("Ann\uFEFF")]
    [InlineData("Ann\u3164")]
    [InlineData("Ann\u2800")]
    [InlineData("Ann\uFE0F")]
    [InlineData("Ann\U000E0041")]
    [InlineData("Ann\u00A0Berg")]
    [InlineData("Ann\u2003Berg")]
    [InlineData("Ann\uE000")]
    [InlineData("\u2066Ann\u2069")]
    public void A_name_with_an_invisible_character_is_refused(string name) => Refused(name);

    [Theory]
    [InlineData("Ada Lovelace")]
    [InlineData("José Núñez")]
    [InlineData("Владимир")]
    [InlineData("Ελένη")]
    [InlineData("محمد رضا")]
    [InlineData("می\u200Cخواهم")]
    [InlineData("李　小龍")]
    [InlineData("Rooter")]
    [InlineData("Guard 1")]
    public void People_s_names_are_taken(string name) => Assert.Equal(name, OperatorName.Checked(name, 200));

    [Theory]
    [InlineData("Аnn", "Ann")]
    [InlineData("A nn", "Ann")]
    [InlineData("Mɑrgot", "Margot")]
    [InlineData("Bernd", "Bemd")]
    [InlineData("lda", "Ida")]
    [InlineData("Ida", "1da")]
    [InlineData("Aliсe", "AIice")]
    [InlineData("Guard l", "Guard 1")]
    [InlineData("Guard |", "Guard I")]
    [InlineData("ΗΑΝΝΑ", "HANNA")]
    [InlineData("ΜΑΥ", "May")]
    [InlineData("Ζoe", "Zoe")]
    [InlineData("ⲟⲥⲧⲟ", "octo")]
    [InlineData("ＡＮＮ ", "Ann")]
    [InlineData("Ann\u200D", "Ann")]
    public async Task A_name_that_looks_like_another_operator_s_is_refused(string second, string first)
    {
        await using var home = new TestStore();
        await using var store = await home.OpenAsync();
        await store.Operators.AddAsync(first, "Admin", null, TestStore.By, TestStore.Token);
        await TestStore.RefusedAsync(() => store.Operators.AddAsync(second, "Admin", null, TestStore.By, TestStore.Token), StoreFault.Conflict);
    }

    private static void Refused(string name) => Assert.Equal(StoreFault.Invalid, Assert.Throws<StoreException>(() => OperatorName.Checked(name, 200)).Fault);
}
