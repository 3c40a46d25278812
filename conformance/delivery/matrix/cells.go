package matrix

import (
	"slices"
)

// cells gathers what was seen in plays by owner and tool, in the order of the plays.
func cells(tasks []*task) ([]Cell, error) {
	var found []*Cell
	for _, task := range tasks {
		if task.err != nil {
			return nil, task.err
		}
		same := func(cell *Cell) bool { return cell.Owner == task.owner.Name && cell.Tool == task.tool.Name }
		at := slices.IndexFunc(found, same)
		if at < 0 {
			at = len(found)
			found = append(found, &Cell{Owner: task.owner.Name, Tool: task.tool.Name, Safe: true})
		}
		found[at].add(task)
	}
	result := make([]Cell, len(found))
	for i, cell := range found {
		if cell.Safe {
			cell.Unharmed = nil
		}
		result[i] = *cell
	}
	return result, nil
}

func (c *Cell) add(task *task) {
	c.Plays++
	if len(task.outcome.harm) > 0 {
		c.Safe = false
		if c.Harm == nil {
			c.Harm = map[string][]string{}
		}
		c.Harm[task.owner.Way] = append(c.Harm[task.owner.Way], task.outcome.harm...)
	} else if task.kind != "" {
		c.Unharmed = append(c.Unharmed, task.owner.Way+": "+task.kind)
	}
	for _, left := range task.outcome.left {
		if !slices.Contains(c.Left, left) {
			c.Left = append(c.Left, left)
		}
	}
	slices.Sort(c.Left)
}
