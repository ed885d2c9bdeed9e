using AccessKiosk.Access.Policy;
using AccessKiosk.Access.Rules;
using AccessKiosk.Enrollment.Store;
using AccessKiosk.Storage;
using Microsoft.AspNetCore.Components;

namespace AccessKiosk.Web.Rules;

/// <summary>What the pages that change the rules have in common.</summary>
public abstract class RulesPage : ComponentBase
{
    /// <summary>The request.</summary>
    [CascadingParameter] protected HttpContext Context { get; set; } = null!;

    /// <summary>Says that the last change was saved.</summary>
    [SupplyParameterFromQuery] protected bool Saved { get; set; }

    [Inject] internal SiteRules Site { get; set; } = null!;

    [Inject] internal KioskStore Store { get; set; } = null!;

    [Inject] internal TimeProvider Time { get; set; } = null!;

    /// <summary>What is wrong with the last change.</summary>
    protected IReadOnlyList<string> Faults { get; private set; } = [];

    /// <summary>The active rules.</summary>
    protected AccessRules Rules => Site.Active.Rules;

    /// <summary>The groups that a door can name, everybody first.</summary>
    protected IReadOnlyList<(Guid Id, string Name)> Groups { get; private set; } = [];

    /// <summary>Reads the groups.</summary>
    protected async Task LoadGroupsAsync() =>
        Groups = [(DefaultAccessModel.Group, DefaultAccessModel.GroupName), .. (await Store.Groups.ListAsync(Context.RequestAborted)).Select(group => (group.Id, group.Name))];

    /// <summary>What of the active rules does not do what it says.</summary>
    protected Task<IReadOnlyList<RuleFinding>> FindingsAsync() => RuleFinding.ListAsync(Site.Active, Store, Site.Doors, Time.GetUtcNow(), Context.RequestAborted);

    /// <summary>A group's name.</summary>
    protected string GroupName(Guid id) => Groups.FirstOrDefault(group => group.Id == id).Name ?? "a group that was removed";

    /// <summary>The version of the rules that the posted form was made from.</summary>
    protected int Version => int.TryParse(Typed("version", ""), out var version) ? version : -1;

    /// <summary>What was typed into a field of the posted form; <paramref name="otherwise"/> before there is one.</summary>
    protected string Typed(string field, string otherwise) =>
        Context.Request.HasFormContentType ? Context.Request.Form[field].ToString() : otherwise;

    /// <summary>Shows faults on this page.</summary>
    protected void Refuse(params IReadOnlyList<string> faults) => Faults = faults;

    /// <summary>Saves rules and goes to an address; stays, with every fault, when they cannot be saved.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="version">The version that the form was made from.</param>
    /// <param name="summary">What changed, for the audit.</param>
    /// <param name="next">Where to go.</param>
    protected async Task SaveAsync(AccessRules rules, int version, string summary, string next)
    {
        try
        {
            await Site.SaveAsync(rules, version, Context.User.Identity!.Name!, summary, Context.RequestAborted);
            Context.Response.Redirect(next);
        }
        catch (RulesException fault)
        {
            Faults = fault.Message.Split(Environment.NewLine);
        }
        catch (StoreException fault)
        {
            Faults = [fault.Message];
        }
    }
}
